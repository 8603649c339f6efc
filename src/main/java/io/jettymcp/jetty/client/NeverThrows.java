package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import reactor.core.publisher.Mono;

/** Turns every error into a {@link Failure}. */
final class NeverThrows implements Exchange {
  private final Exchange next;

  NeverThrows(Exchange next) {
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Request request) {
    return Mono.defer(() -> next.send(request))
        .onErrorMap(error -> error instanceof Failure ? error : new Failure.Defect(error));
  }
}
