/**
 * Speaks the revisions of MCP from 2024-11-05 to 2025-11-25: {@code initialize}, sessions, and
 * requests to the client. The meaning of tools, prompts and resources belongs to {@code mcp}; the
 * revision without sessions to {@code modern}.
 */
@NullMarked
package io.jettymcp.mcp.legacy;

import org.jspecify.annotations.NullMarked;
