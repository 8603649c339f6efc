/**
 * Sends one HTTP request over Reactor Netty and reads its response. Nothing here is repeated,
 * queued or timed; that is {@code jetty.client}.
 */
@NullMarked
package io.jettymcp.jetty.http;

import org.jspecify.annotations.NullMarked;
