/**
 * Serves MCP on its routes, with sessions (Streamable HTTP, HTTP+SSE) or stateless. Sockets and
 * checks that precede MCP, such as Host and Origin, belong in {@code server}.
 */
@NullMarked
package io.jettymcp.transport.http.session;

import org.jspecify.annotations.NullMarked;
