package io.jettymcp.jetty;

import reactor.core.publisher.Mono;

/**
 * One request to Jetty and its reply. Errors arrive as {@link Failure}; cancelling the subscription
 * aborts the HTTP request.
 */
@FunctionalInterface
public interface Exchange {
  Mono<Reply> send(Request request);
}
