package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Reply;
import reactor.core.publisher.Mono;

/** One HTTP request as it goes over the wire. A redirect arrives as {@link Redirect}. */
@FunctionalInterface
public interface HttpSender {
  Mono<Reply> send(Attempt attempt);
}
