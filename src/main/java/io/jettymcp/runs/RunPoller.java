package io.jettymcp.runs;

import io.jettymcp.tool.Call;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks Jetty how far a run is, less and less often, until it is finished or time is up. */
final class RunPoller {
  static final Duration MAX_PAUSE = Duration.ofSeconds(4);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(400);

  /** How long a run that Jetty does not know may still be in its queue. */
  private static final Duration QUEUE_GRACE = Duration.ofSeconds(10);

  private final Call call;
  private final String collection;
  private final String task;
  private final String id;
  private final Instant until;
  private final Instant queuedUntil;

  /** How far the run is, and how long to wait before asking again. */
  private record Look(Run run, Duration pause) {}

  /**
   * @param id the bare id
   * @param patience how long to ask; nothing means once
   */
  RunPoller(Call call, String collection, String task, String id, Duration patience) {
    Instant now = call.clock().instant();
    this.call = call;
    this.collection = collection;
    this.task = task;
    this.id = id;
    this.until = now.plus(patience);
    this.queuedUntil = now.plus(shorter(QUEUE_GRACE, patience));
  }

  /** What each question found, at least one. Fails where Jetty cannot be asked. */
  Flux<Run> looks() {
    return look(FIRST_PAUSE).expand(this::next).map(Look::run);
  }

  private Mono<Look> look(Duration pause) {
    return Runs.progress(call, collection, task, id)
        .onErrorResume(
            failure -> Runs.isNotFound(failure) && mayBeQueued(),
            unknown -> Mono.just(Run.queued(id)))
        .map(run -> new Look(run, pause));
  }

  private Mono<Look> next(Look look) {
    Duration left = Duration.between(call.clock().instant(), until);
    if (look.run().finished() || left.isZero() || left.isNegative()) {
      return Mono.empty();
    }
    Duration longer = look.pause().multipliedBy(3).dividedBy(2);
    return Mono.delay(shorter(look.pause(), left))
        .then(Mono.defer(() -> look(shorter(longer, MAX_PAUSE))));
  }

  private boolean mayBeQueued() {
    return call.justStarted(id) || call.clock().instant().isBefore(queuedUntil);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
