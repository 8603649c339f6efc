/**
 * Speaks the revisions of MCP from 2024-11-05 to 2025-11-25: {@code initialize}, sessions, and
 * requests to the client. What tools, prompts and resources mean belongs to {@code mcp}; the
 * revision without sessions to {@code modern}.
 */
@NullMarked
package io.jettymcp.mcp.legacy;

import org.jspecify.annotations.NullMarked;
