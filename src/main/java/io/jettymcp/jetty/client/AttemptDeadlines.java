package io.jettymcp.jetty.client;

import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.http.Attempt;
import io.jettymcp.jetty.http.Attempt.Stage;
import io.jettymcp.jetty.http.HttpSender;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds each stage of an attempt. Writing has no bound of its own, as the overall deadline bounds
 * uploads. A stream is bounded only while it is silent.
 */
final class AttemptDeadlines implements HttpSender {
  private static final long NEVER = Long.MAX_VALUE;

  private final ApiSettings settings;
  private final Scheduler scheduler;
  private final HttpSender next;

  AttemptDeadlines(ApiSettings settings, Scheduler scheduler, HttpSender next) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return Mono.firstWithSignal(
        next.send(attempt), Mono.create(late -> new Watch(attempt, late).start()));
  }

  /**
   * Uses one timer for all stages, because most end long before their bound. It fires at the
   * earliest bound that was set, and is set again if another stage has started since.
   */
  private final class Watch {
    private final Attempt attempt;
    private final MonoSink<Reply> late;
    private final Disposable.Swap timer = Disposables.swap();
    private Stage stage = Stage.CONNECTING;

    /** When the stage is too slow, in ns of the scheduler's clock since the start. */
    private long bound = NEVER;

    /** When the timer fires, on the same clock. */
    private long alarm = NEVER;

    private final long started = scheduler.now(TimeUnit.NANOSECONDS);

    Watch(Attempt attempt, MonoSink<Reply> late) {
      this.attempt = attempt;
      this.late = late;
    }

    void start() {
      late.onDispose(timer);
      attempt.watch(this::reached);
      reached();
    }

    /** Reads the stage under the lock, as two threads may report theirs in any order. */
    private synchronized void reached() {
      stage = attempt.stage();
      if (stage == Stage.STREAMING) {
        OverallDeadline.streaming(late.contextView());
      }
      Deadline deadline = deadline(stage);
      bound = deadline == null ? NEVER : now() + limit(deadline).toNanos();
      if (bound < alarm) {
        set();
      }
    }

    private void fire() {
      Stage slow = passed();
      Deadline deadline = slow == null ? null : deadline(slow);
      if (deadline != null && (deadline != Deadline.CONNECT || attempt.abandon())) {
        late.error(deadline.passed(limit(deadline), way(deadline)));
      }
    }

    /** Returns the stage if its time is over. */
    private synchronized @Nullable Stage passed() {
      alarm = NEVER;
      if (bound <= now()) {
        return stage;
      }
      if (bound < NEVER) {
        set();
      }
      return null;
    }

    private void set() {
      alarm = bound;
      timer.update(scheduler.schedule(this::fire, bound - now(), TimeUnit.NANOSECONDS));
    }

    private long now() {
      return scheduler.now(TimeUnit.NANOSECONDS) - started;
    }
  }

  /** A silent proxy looks like a silent Jetty, so the message names it. */
  private String way(Deadline deadline) {
    return deadline == Deadline.CONNECT
        ? settings.proxy().map(proxy -> " through the proxy " + proxy).orElse("")
        : "";
  }

  private static @Nullable Deadline deadline(Stage stage) {
    return switch (stage) {
      case CONNECTING -> Deadline.CONNECT;
      case WAITING -> Deadline.FIRST_BYTE;
      case READING -> Deadline.BODY;
      case STREAMING -> Deadline.SILENCE;
      case SENDING, ABANDONED -> null;
    };
  }

  private Duration limit(Deadline deadline) {
    return switch (deadline) {
      case CONNECT -> settings.connectTimeout();
      case FIRST_BYTE -> settings.responseTimeout();
      case SILENCE -> shorter(settings.readTimeout(), settings.timeout());
      default -> settings.readTimeout();
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
