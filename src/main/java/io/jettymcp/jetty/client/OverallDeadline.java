package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * Bounds a request with all its retries, redirects and time in the queue. A stream is bounded until
 * its data begins to arrive, and again from a retry on: it may take any time while data keeps
 * arriving, and the call that waits for one has its own bound.
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

  /** Records whether data of a stream arrives, and since when it does or does not. */
  private final class Flow {
    private boolean flows;
    private long since = now();

    synchronized void set(boolean arrives) {
      flows = arrives;
      since = now();
    }

    synchronized boolean flows() {
      return flows;
    }

    /** Returns what is left of the bound, all of it while data arrives. */
    synchronized Duration left() {
      return flows ? limit : limit.minusNanos(now() - since);
    }

    boolean isLate() {
      return left().isZero() || left().isNegative();
    }

    private long now() {
      return scheduler.now(TimeUnit.NANOSECONDS);
    }
  }

  /** Ends the bound of a stream, from within its request. */
  static void streaming(ContextView request) {
    flow(request).ifPresent(flow -> flow.set(true));
  }

  /** Begins the bound of a stream again, from within its request. */
  static void repeating(ContextView request) {
    flow(request).ifPresent(flow -> flow.set(false));
  }

  /** Returns whether a stream has data since it was last sent. */
  static boolean flows(ContextView request) {
    return flow(request).filter(Flow::flows).isPresent();
  }

  private static Optional<Flow> flow(ContextView request) {
    return request.getOrEmpty(OverallDeadline.class);
  }

  @Override
  public Mono<Reply> send(Request request) {
    Mono<Reply> reply = next.send(request);
    return request.handling().streams()
        ? Mono.defer(() -> boundedUntilItFlows(reply))
        : reply.timeout(limit, Mono.error(() -> Deadline.OVERALL.passed(limit)), scheduler);
  }

  private Mono<Reply> boundedUntilItFlows(Mono<Reply> stream) {
    Flow flow = new Flow();
    Mono<Reply> late =
        Mono.defer(() -> Mono.delay(flow.left(), scheduler))
            .repeat(() -> !flow.isLate())
            .then(Mono.error(() -> Deadline.OVERALL.passed(limit)));
    return Mono.firstWithSignal(
        stream.contextWrite(context -> context.put(OverallDeadline.class, flow)), late);
  }
}
