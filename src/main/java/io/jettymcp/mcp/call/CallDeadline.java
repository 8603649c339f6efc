package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Bounds the time of a call. {@code wait_seconds} is added where the caller sent it, and the clock
 * stops while the user is asked. A call that saves a file is not bounded: a download may take any
 * time while data arrives.
 */
final class CallDeadline {
  /** Polling interval while a question is open and little time is left. */
  private static final Duration POLL = Duration.ofSeconds(1);

  /** How long the environment is waited for where the work has used up the time. */
  private static final Duration MIN_LAST_WAIT = Duration.ofSeconds(2);

  private final Scheduler scheduler = Schedulers.parallel();
  private final boolean unbounded;
  private final Duration timeout;
  private final long startedAt = now();
  private final Sinks.Empty<Reply> late = Sinks.empty();
  private Duration limit;
  private int openQuestions;
  private long pausedSince;
  private long pausedFor;

  /**
   * @param timeout for a whole call, {@code wait_seconds} not included
   */
  CallDeadline(Tool tool, Duration timeout) {
    this.unbounded = tool.effect() == Effect.SAVE;
    this.timeout = timeout;
    this.limit = timeout;
  }

  /** Adds the time that the caller wants to wait, once the arguments are checked. */
  synchronized void extend(Tool tool, Args in) {
    limit = timeout.plus(waiting(tool, in));
  }

  private static Duration waiting(Tool tool, Args in) {
    for (Param<?> param : tool.params()) {
      if (param.name().equals("wait_seconds")) {
        return in.has(param) ? Duration.ofSeconds((Integer) in.get(param)) : Duration.ZERO;
      }
    }
    return Duration.ZERO;
  }

  /**
   * Fails the work when the time is over. Streams are ended first, so that what has arrived is
   * kept.
   */
  <T> Mono<T> of(Mono<T> work) {
    return unbounded ? work : ofPreparation(work);
  }

  /** Fails the preparation of the work when the time is over, also that of a download. */
  <T> Mono<T> ofPreparation(Mono<T> preparation) {
    return Mono.firstWithSignal(preparation, Mono.create(this::watch));
  }

  /** Shortens a wait that may follow the work to what is left, with a minimum. */
  Duration shortened(Duration wait) {
    Duration left = left();
    Duration longest = left.compareTo(MIN_LAST_WAIT) > 0 ? left : MIN_LAST_WAIT;
    return unbounded || wait.compareTo(longest) < 0 ? wait : longest;
  }

  private void watch(MonoSink<?> passed) {
    Disposable.Swap timer = Disposables.swap();
    passed.onDispose(timer);
    check(passed, timer);
  }

  private void check(MonoSink<?> passed, Disposable.Swap timer) {
    Duration pause = pause();
    if (pause.isZero() || pause.isNegative()) {
      late.tryEmitError(timedOut());
      passed.error(timedOut());
    } else {
      timer.update(
          scheduler.schedule(() -> check(passed, timer), pause.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  /** Ends a streaming reply when the time is over. */
  Mono<Reply> ending(Mono<Reply> stream) {
    return Mono.firstWithSignal(stream, late.asMono());
  }

  private synchronized Failure timedOut() {
    String settings = limit.equals(timeout) ? "--timeout" : "--timeout and wait_seconds";
    return new Unavailable(
        Unavailable.Reason.TIMED_OUT,
        "the call exceeded " + limit.toSeconds() + " s (" + settings + ")");
  }

  /** Stops the clock until the user has answered. */
  <T> Mono<T> pausedDuring(Mono<T> question) {
    return Mono.defer(
        () -> {
          begin();
          return question.doFinally(end -> end());
        });
  }

  private synchronized void begin() {
    if (openQuestions++ == 0) {
      pausedSince = now();
    }
  }

  private synchronized void end() {
    if (--openQuestions == 0) {
      pausedFor += now() - pausedSince;
    }
  }

  /** Returns what is left, negative where the time is over. */
  synchronized Duration left() {
    long running = openQuestions > 0 ? pausedSince : now();
    return limit.minusMillis(running - startedAt - pausedFor);
  }

  private synchronized Duration pause() {
    Duration left = left();
    return openQuestions > 0 && left.compareTo(POLL) < 0 ? POLL : left;
  }

  private long now() {
    return scheduler.now(TimeUnit.MILLISECONDS);
  }
}
