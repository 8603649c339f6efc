package io.jettymcp.jetty.client;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * Retries reads after a transient fault, and writes only if the connection was never made. Waits
 * with exponential back-off and full jitter, and as long as Jetty asks. A stream that fell silent
 * is not sent again, as the caller has waited for as long as a call may take.
 */
final class Retry implements Exchange {
  /** A longer {@code Retry-After} ends the request at once. */
  static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

  static final Duration BASE = Duration.ofMillis(250);
  static final Duration CAP = Duration.ofSeconds(8);
  private static final Duration NEVER = Duration.ofDays(365);
  private static final Set<Integer> TRANSIENT = Set.of(500, 502, 503, 504, 524);

  private final int retries;
  private final Duration timeout;
  private final DoubleSupplier jitter;
  private final Scheduler scheduler;
  private final ApiObserver observer;
  private final Exchange next;

  /**
   * @param timeout for a request with all its retries: a pause that would exceed it ends the
   *     request with the failure at hand
   * @param jitter numbers from 0 to 1, by which the back-off is multiplied
   */
  Retry(
      int retries,
      Duration timeout,
      DoubleSupplier jitter,
      Scheduler scheduler,
      ApiObserver observer,
      Exchange next) {
    this.retries = retries;
    this.timeout = timeout;
    this.jitter = jitter;
    this.scheduler = scheduler;
    this.observer = observer;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Request request) {
    return Mono.deferContextual(
        context -> {
          // A file may break off long after its data began to flow.
          Duration bound = request.handling().streams() ? NEVER : timeout;
          return attempt(request, 0, now().plus(bound), context);
        });
  }

  private Mono<Reply> attempt(Request request, int retried, Duration end, ContextView context) {
    return next.send(request)
        .onErrorResume(
            error ->
                error instanceof Failure failure && !hasFallenSilent(failure, context)
                    ? pause(request, failure, retried)
                        .filter(pause -> now().plus(pause).compareTo(end) < 0)
                        .map(pause -> repeat(request, pause, retried + 1, end, context))
                        .orElseGet(() -> Mono.error(failure))
                    : Mono.error(error));
  }

  private Mono<Reply> repeat(
      Request request, Duration pause, int retried, Duration end, ContextView context) {
    observer.repeating(request.method());
    OverallDeadline.repeating(context);
    return Mono.delay(pause, scheduler).then(attempt(request, retried, end, context));
  }

  private static boolean hasFallenSilent(Failure failure, ContextView context) {
    return failure instanceof Failure.Unavailable unavailable
        && unavailable.reason() == Failure.Unavailable.Reason.TIMED_OUT
        && OverallDeadline.flows(context);
  }

  private Duration now() {
    return Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS));
  }

  private Optional<Duration> pause(Request request, Failure failure, int retried) {
    Duration asked = retryAfter(failure).orElse(Duration.ZERO);
    if (retried >= retries
        || !mayRepeat(request, failure, retried)
        || asked.compareTo(MAX_RETRY_AFTER) > 0) {
      return Optional.empty();
    }
    long ceiling = Math.min(CAP.toMillis(), BASE.toMillis() << Math.min(retried, 10));
    Duration backOff = Duration.ofMillis((long) (ceiling * jitter.getAsDouble()));
    return Optional.of(asked.compareTo(backOff) > 0 ? asked : backOff);
  }

  private static boolean mayRepeat(Request request, Failure failure, int retried) {
    if (failure instanceof Failure.Unavailable unavailable) {
      return switch (unavailable.reason()) {
        case NOT_CONNECTED -> true;
        case BROKEN_OFF, TIMED_OUT -> request.repeatable();
        case SERVER_ERROR -> request.repeatable() && TRANSIENT.contains(unavailable.status());
        // Once: a body that is broken again is broken at its source.
        case UNREADABLE -> request.repeatable() && unavailable.status() == 0 && retried == 0;
        case BLOCKED, INTERCEPTED -> false;
      };
    }
    return request.repeatable() && failure instanceof Failure.RateLimited;
  }

  private static Optional<Duration> retryAfter(Failure failure) {
    if (failure instanceof Failure.RateLimited limited) {
      return limited.retryAfter();
    }
    return failure instanceof Failure.Unavailable unavailable
        ? unavailable.retryAfter()
        : Optional.empty();
  }
}
