package io.jettymcp.jetty.client;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiObserver.Ending;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.http.Attempt;
import io.jettymcp.jetty.http.HttpSender;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Reports the end of each HTTP request to an observer, once. */
final class ObservedSender implements HttpSender {
  private final ApiObserver observer;
  private final Scheduler scheduler;
  private final HttpSender next;

  ObservedSender(ApiObserver observer, Scheduler scheduler, HttpSender next) {
    this.observer = observer;
    this.scheduler = scheduler;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return Mono.defer(
        () -> {
          Observation observation = new Observation(attempt);
          return next.send(attempt)
              .doOnNext(reply -> observation.end(Ending.SUCCESS))
              .doOnTerminate(() -> observation.end(Ending.of(attempt.status())))
              .doOnCancel(() -> observation.end(Ending.CANCELLED));
        });
  }

  /** One HTTP request, which may be cancelled even after its reply. */
  private final class Observation {
    private final Attempt attempt;
    private final long begun = now();
    private final AtomicBoolean ended = new AtomicBoolean();

    Observation(Attempt attempt) {
      this.attempt = attempt;
    }

    void end(Ending ending) {
      if (ended.compareAndSet(false, true)) {
        Duration took = Duration.ofNanos(now() - begun);
        observer.attemptEnded(attempt.request().method(), ending, took);
      }
    }
  }

  private long now() {
    return scheduler.now(TimeUnit.NANOSECONDS);
  }
}
