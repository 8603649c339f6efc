/**
 * Runs the Reactor Netty server: connections, checks of requests, pages and errors. What MCP says
 * about a message or a session belongs in {@code session}.
 */
@NullMarked
package io.jettymcp.transport.http.server;

import org.jspecify.annotations.NullMarked;
