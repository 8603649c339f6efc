package io.jettymcp.api;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Bounds a request with all its repeats, redirects and time in the queue. */
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
    return next.send(request)
        .timeout(limit, Mono.error(() -> Deadline.OVERALL.passed(limit)), scheduler);
  }
}
