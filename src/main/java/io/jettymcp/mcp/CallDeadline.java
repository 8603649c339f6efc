package io.jettymcp.mcp;

import io.jettymcp.jetty.FailOnSignal;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The end of the time that a call may take. What it was told to wait comes on top, and its clock
 * stands still while a person is asked. A call that saves a file has no such end: a file may take
 * any time, as long as it goes on coming.
 */
final class CallDeadline {
  /** How often it is looked whether a question is answered, where little time is left. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Scheduler scheduler = Schedulers.parallel();
  private final boolean endless;
  private final Duration timeout;
  private final Duration limit;
  private final long begun = now();
  private final Sinks.Empty<Reply> late = Sinks.empty();
  private int open;
  private long openSince;
  private long asked;

  /**
   * @param timeout for a whole call, time that it was told to wait aside
   */
  CallDeadline(Tool tool, Args in, Duration timeout) {
    this.endless = tool.effect() == Effect.SAVE;
    this.timeout = timeout;
    this.limit = timeout.plus(waiting(tool, in));
  }

  private static Duration waiting(Tool tool, Args in) {
    for (Param<?> param : tool.params()) {
      if (param.name().equals("wait_seconds")) {
        return in.find(param).map(wait -> Duration.ofSeconds((Integer) wait)).orElse(Duration.ZERO);
      }
    }
    return Duration.ZERO;
  }

  /**
   * The work, which fails when the time is over. Streams are ended first, so that what came is not
   * lost.
   */
  <T> Mono<T> of(Mono<T> work) {
    return endless ? work : FailOnSignal.of(work, this::watch);
  }

  private Disposable watch(Consumer<Throwable> passed) {
    Disposable.Swap timer = Disposables.swap();
    look(passed, timer);
    return timer;
  }

  private void look(Consumer<Throwable> passed, Disposable.Swap timer) {
    Duration pause = pause();
    if (pause.isZero() || pause.isNegative()) {
      late.tryEmitError(tooSlow());
      passed.accept(tooSlow());
    } else {
      timer.update(
          scheduler.schedule(() -> look(passed, timer), pause.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  /** A reply that streams, which the end of the time ends. */
  Mono<Reply> ending(Mono<Reply> stream) {
    return Mono.firstWithSignal(stream, late.asMono());
  }

  private Failure tooSlow() {
    return new Unavailable(
        Unavailable.Reason.TIMED_OUT,
        "the call took longer than " + timeout.toSeconds() + " s (--timeout)");
  }

  /** Asks a person; the clock stands still until they have answered. */
  <T> Mono<T> standsStillDuring(Mono<T> question) {
    return Mono.defer(
        () -> {
          begin();
          return question.doFinally(end -> end());
        });
  }

  private synchronized void begin() {
    if (open++ == 0) {
      openSince = now();
    }
  }

  private synchronized void end() {
    if (--open == 0) {
      asked += now() - openSince;
    }
  }

  private synchronized long left() {
    long running = open > 0 ? openSince : now();
    return limit.toMillis() - (running - begun - asked);
  }

  private synchronized Duration pause() {
    Duration left = Duration.ofMillis(left());
    return open > 0 && left.compareTo(LOOK) < 0 ? LOOK : left;
  }

  private long now() {
    return scheduler.now(TimeUnit.MILLISECONDS);
  }
}
