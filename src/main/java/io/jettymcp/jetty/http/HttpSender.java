package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Reply;
import reactor.core.publisher.Mono;

/** Sends one HTTP request. A redirect arrives as {@link Redirect}. */
@FunctionalInterface
public interface HttpSender {
  Mono<Reply> send(Attempt attempt);
}
