package io.jettymcp.api;

import reactor.core.publisher.Mono;

/** One HTTP request as it goes over the wire. A redirect arrives as {@link Redirect}. */
@FunctionalInterface
interface Wire {
  Mono<Reply> send(Attempt attempt);
}
