package io.jettymcp.runs.batch;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunForm;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.StartedRun;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.FailureReason;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Starts the runs of a batch, each once, and slower where Jetty asks for it. */
final class BatchStarts {
  private final Call call;
  private final TaskRef task;
  private final RunForm form;
  private final RunStart.Precheck known;
  private final List<ObjectNode> inputs;
  private final BatchState state;
  private final BatchTime time;
  private final int first;
  private final StartThrottle throttle = new StartThrottle();
  private volatile boolean stopped;
  private volatile Optional<StartedRun> latest = Optional.empty();

  /**
   * @param first the run that starts alone
   */
  BatchStarts(
      Call call,
      RunForm form,
      RunStart.Precheck known,
      List<ObjectNode> inputs,
      BatchState state,
      BatchTime time,
      int first) {
    this.call = call;
    this.task = TaskRef.of(call.in());
    this.form = form;
    this.known = known;
    this.inputs = List.copyOf(inputs);
    this.state = state;
    this.time = time;
    this.first = first;
  }

  /** Returns whether a run was refused for a reason that all have in common. */
  boolean stopped() {
    return stopped;
  }

  /** The last start that Jetty replied to. */
  Optional<StartedRun> latest() {
    return latest;
  }

  Mono<Void> start(int index) {
    return Mono.defer(
        () -> {
          Instant now = time.now();
          Duration hold = Duration.between(now, throttle.turn(now));
          if (stopped || hold.compareTo(time.left()) >= 0) {
            return Mono.empty();
          }
          return hold.isZero()
              ? send(index)
              : Mono.delay(hold).then(Mono.defer(() -> sendUnlessStopped(index)));
        });
  }

  private Mono<Void> sendUnlessStopped(int index) {
    return stopped ? Mono.empty() : send(index);
  }

  private Mono<Void> send(int index) {
    boolean trialKeys = known.useTrialKeys(call.in().get(RunStart.USE_TRIAL_KEYS));
    // From here on Jetty may have it, also where no reply comes.
    return call.send(RunStart.request(task, form.parts(inputs.get(index), trialKeys)))
        .map(Reply::body)
        .onErrorResume(StillRunning.class, running -> Mono.just(running.reply()))
        .map(body -> StartedRun.read(call, task, body, List.of()))
        .timeout(time.leftWith(RunWait.MAX_LAST_REPLY))
        .doOnNext(started -> started(index, started))
        .then()
        .onErrorResume(
            TimeoutException.class,
            late ->
                Mono.fromRunnable(
                    () -> state.put(index, BatchEntry.unknown("No reply came in time."))))
        .onErrorResume(Failure.class, failure -> failed(index, failure));
  }

  private void started(int index, StartedRun started) {
    latest = Optional.of(started);
    state.put(
        index,
        started
            .id()
            .map(id -> BatchEntry.started(id, started.status()))
            .orElseGet(() -> BatchEntry.unknown("Jetty accepted it, but did not reply in time.")));
  }

  private Mono<Void> failed(int index, Failure failure) {
    boolean forAll =
        failure instanceof NotSignedIn
            || failure instanceof Declined
            || (failure instanceof Refused refused
                && (refused.kind() == Refused.Kind.FORBIDDEN
                    || refused.kind() == Refused.Kind.NOT_FOUND));
    if (forAll && index == first) {
      return Mono.error(failure);
    }
    stopped = stopped || forAll;
    state.put(index, entry(failure));
    return Mono.empty();
  }

  private BatchEntry entry(Failure failure) {
    if (failure instanceof RateLimited limited) {
      throttle.slowDown(time.now(), limited.retryAfter());
      return BatchEntry.postponed(FailureReason.of(failure));
    }
    if (failure instanceof Unavailable down) {
      if (down.nothingSent()) {
        throttle.slowDown(time.now(), Optional.empty());
        return BatchEntry.postponed(FailureReason.of(failure));
      }
      down.retryAfter().ifPresent(asked -> throttle.slowDown(time.now(), down.retryAfter()));
      return BatchEntry.unknown(
          FailureReason.of(failure)
              + (down.reason() == Unavailable.Reason.SERVER_ERROR ? said(failure) : ""));
    }
    if (failure instanceof Refused
        || failure instanceof NotSignedIn
        || failure instanceof Declined) {
      return BatchEntry.refused(FailureReason.of(failure) + said(failure));
    }
    return BatchEntry.unknown(FailureReason.of(failure));
  }

  private String said(Failure failure) {
    return known.environment().isKnown() && !failure.detail().isEmpty()
        ? " Jetty said: " + Json.node(failure.detail())
        : "";
  }
}
