/** MCP over HTTP for many users at once, on one Reactor Netty server. */
@NullMarked
package io.jettymcp.transport.http;

import org.jspecify.annotations.NullMarked;
