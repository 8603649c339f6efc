package io.jettymcp.jetty;

import reactor.core.publisher.Mono;

/**
 * Sends a request to Jetty and returns its reply. Errors arrive as {@link Failure}; cancelling the
 * subscription aborts the HTTP request.
 */
@FunctionalInterface
public interface Exchange {
  Mono<Reply> send(Request request);
}
