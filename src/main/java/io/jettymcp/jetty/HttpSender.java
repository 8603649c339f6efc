package io.jettymcp.jetty;

import reactor.core.publisher.Mono;

/** One HTTP request as it goes over the wire. A redirect arrives as {@link Redirect}. */
@FunctionalInterface
interface HttpSender {
  Mono<Reply> send(Attempt attempt);
}
