package io.jettymcp.runs;

import io.jettymcp.tool.Call;
import io.jettymcp.tool.RunRef;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Polls a run with growing pauses until it is finished or time is up. A run whose status is not
 * known here counts as going on while Jetty updates it.
 */
public final class RunPoller {
  public static final Duration MAX_PAUSE = Duration.ofSeconds(4);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(400);

  /** How long a run that Jetty does not know can still be in its queue. */
  private static final Duration QUEUE_GRACE = Duration.ofSeconds(10);

  /** How long a run with an unknown status can stand still before waiting ends. */
  private static final Duration MAX_STANDSTILL = Duration.ofSeconds(30);

  private final Call call;
  private final RunRef ref;
  private final Instant until;
  private final Instant queuedUntil;

  /**
   * How far the run is, and how long to wait before the next poll.
   *
   * @param moved when it was last seen to differ from the poll before
   */
  private record Poll(Run run, Duration pause, Instant moved) {}

  /**
   * @param patience how long to poll; zero means once
   */
  public RunPoller(Call call, RunRef ref, Duration patience) {
    Instant now = call.clock().instant();
    this.call = call;
    this.ref = ref;
    this.until = now.plus(patience);
    this.queuedUntil = now.plus(shorter(QUEUE_GRACE, patience));
  }

  /** Emits the run at each poll, at least once; fails where a poll does. */
  public Flux<Run> polls() {
    return poll()
        .map(run -> new Poll(run, FIRST_PAUSE, call.clock().instant()))
        .expand(this::next)
        .map(Poll::run);
  }

  private Mono<Run> poll() {
    return Runs.progress(call, ref)
        .onErrorResume(
            failure -> Runs.isNotFound(failure) && canBeQueued(),
            unknown -> Mono.just(Run.queued(ref.id())));
  }

  private Mono<Poll> next(Poll poll) {
    Instant now = call.clock().instant();
    Duration left = Duration.between(now, until);
    boolean stands =
        !poll.run().hasKnownStatus() && !now.isBefore(poll.moved().plus(MAX_STANDSTILL));
    if (poll.run().finished() || stands || left.isZero() || left.isNegative()) {
      return Mono.empty();
    }
    Duration longer = shorter(poll.pause().multipliedBy(3).dividedBy(2), MAX_PAUSE);
    return Mono.delay(shorter(poll.pause(), left))
        .then(Mono.defer(this::poll))
        .map(
            run ->
                new Poll(
                    run,
                    longer,
                    run.json().equals(poll.run().json()) ? poll.moved() : call.clock().instant()));
  }

  private boolean canBeQueued() {
    return call.justStarted(ref.id()) || call.clock().instant().isBefore(queuedUntil);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
