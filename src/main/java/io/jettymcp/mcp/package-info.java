/**
 * Serves MCP: sessions, tool calls, prompts, resources and completion, in terms of tools, requests
 * and sanitized results. What tools do belongs to {@code tools}; bytes and HTTP to {@code
 * transport}.
 */
@NullMarked
package io.jettymcp.mcp;

import org.jspecify.annotations.NullMarked;
