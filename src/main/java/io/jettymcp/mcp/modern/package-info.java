/**
 * Speaks revision 2026-07-28 of MCP: no sessions, and everything about the host in each request.
 * The meaning of tools, prompts and resources belongs to {@code mcp}; headers and statuses of HTTP
 * belong to {@code transport.http}.
 */
@NullMarked
package io.jettymcp.mcp.modern;

import org.jspecify.annotations.NullMarked;
