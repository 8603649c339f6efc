package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds a request with all its retries, redirects and time in the queue. Streams are exempt: they
 * may take any time while data keeps arriving, and the call that waits for one has its own bound.
 */
final class OverallDeadline implements Exchange {
  private final Duration limit;
  private final Scheduler scheduler;
  private final Exchange next;

  OverallDeadline(Duration limit, Scheduler scheduler, Exchange next) {
    this.limit = limit;
    this.scheduler = scheduler;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Request request) {
    Mono<Reply> reply = next.send(request);
    return request.handling().streams()
        ? reply
        : reply.timeout(limit, Mono.error(() -> Deadline.OVERALL.passed(limit)), scheduler);
  }
}
