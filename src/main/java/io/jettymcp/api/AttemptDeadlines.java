package io.jettymcp.api;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds each stage of an attempt. Writing has no bound of its own: how long an upload takes is for
 * the overall deadline to say. A stream is bounded by its silences alone.
 */
final class AttemptDeadlines implements Wire {
  private final ApiSettings settings;
  private final Scheduler scheduler;
  private final Wire next;

  AttemptDeadlines(ApiSettings settings, Scheduler scheduler, Wire next) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    Mono<Reply> expired = attempt.stages().switchMap(stage -> expiry(attempt, stage)).next();
    return Mono.firstWithSignal(next.send(attempt), expired);
  }

  private Mono<Reply> expiry(Attempt attempt, Attempt.Stage stage) {
    return switch (stage) {
      case CONNECTING ->
          Mono.delay(settings.connectTimeout(), scheduler).then(Mono.defer(() -> abandon(attempt)));
      case WAITING -> after(settings.responseTimeout(), Deadline.FIRST_BYTE);
      case READING -> after(settings.readTimeout(), Deadline.BODY);
      case STREAMING -> after(settings.readTimeout(), Deadline.SILENCE);
      case SENDING, ABANDONED -> Mono.never();
    };
  }

  private Mono<Reply> abandon(Attempt attempt) {
    return attempt.abandon()
        ? Mono.error(Deadline.CONNECT.passed(settings.connectTimeout()))
        : Mono.never();
  }

  private Mono<Reply> after(Duration limit, Deadline deadline) {
    return Mono.delay(limit, scheduler).then(Mono.error(() -> deadline.passed(limit)));
  }
}
