package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * Bounds a request with all its retries, redirects and time in the queue. A stream is bounded until
 * its data begins to arrive: it may take any time while data keeps arriving, and the call that
 * waits for one has its own bound.
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

  /** Ends the bound of a stream, from within its request. */
  static void streaming(ContextView request) {
    request.<AtomicBoolean>getOrEmpty(OverallDeadline.class).ifPresent(flows -> flows.set(true));
  }

  @Override
  public Mono<Reply> send(Request request) {
    Mono<Reply> reply = next.send(request);
    return request.handling().streams()
        ? Mono.defer(() -> boundedUntilItFlows(reply))
        : reply.timeout(limit, Mono.error(() -> Deadline.OVERALL.passed(limit)), scheduler);
  }

  private Mono<Reply> boundedUntilItFlows(Mono<Reply> stream) {
    AtomicBoolean flows = new AtomicBoolean();
    Mono<Reply> late =
        Mono.delay(limit, scheduler)
            .flatMap(
                passed ->
                    flows.get() ? Mono.never() : Mono.error(() -> Deadline.OVERALL.passed(limit)));
    return Mono.firstWithSignal(
        stream.contextWrite(context -> context.put(OverallDeadline.class, flows)), late);
  }
}
