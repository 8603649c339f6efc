package io.jettymcp.catalog;

import io.jettymcp.api.Failure;
import io.jettymcp.api.Failure.RateLimited;
import io.jettymcp.api.Failure.Unavailable;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Waiting for a run by asking how far it is, so that no connection has to stay open for longer than
 * Jetty's edge allows.
 */
final class RunWait {
  static final Param<Integer> WAIT_SECONDS = Param.whole("wait_seconds", "", 0, 3600).or(45);

  static final View.ObjectView VIEW =
      View.object(
          View.text("workflow_id", ""),
          View.text("trajectory_id", ""),
          View.text("status", "").alwaysThere(),
          View.flag("finished", "").alwaysThere(),
          View.number("duration_seconds", ""),
          View.text("failed_step", ""),
          View.text("error", "", 2_000),
          View.any("outputs", "By step"),
          View.list("files", "", Trajectories.FILE),
          View.text("trial", "One line on the trial"),
          View.texts("warnings", ""),
          View.text("note", ""),
          View.text("url", ""));

  private static final Duration FIRST_PAUSE = Duration.ofMillis(400);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration SAY_SOMETHING_EVERY = Duration.ofSeconds(8);

  /** How long a run that Jetty does not know may still be in its queue. */
  private static final Duration QUEUE_GRACE = Duration.ofSeconds(10);

  /** Outputs above this size in characters get a call of their own, where all do not fit. */
  private static final int LARGE_OUTPUT = 1_000;

  private static final int MOST_CALLS = 5;

  private final Call call;
  private final String collection;
  private final String task;
  private final String id;
  private final ObjectNode known;
  private final Instant begun;
  private final Duration patience;
  private String said = "";
  private Instant saidAt = Instant.EPOCH;

  /**
   * @param known what is known of the run, for the result
   */
  RunWait(Call call, String collection, String task, String id, ObjectNode known, int seconds) {
    this.call = call;
    this.collection = collection;
    this.task = task;
    this.id = Trajectory.bareId(id);
    this.known = known;
    this.begun = call.clock().instant();
    this.patience = Duration.ofSeconds(seconds);
  }

  /** The finished run, or what is known of it when patience ends. */
  Mono<Result> await() {
    return poll(FIRST_PAUSE);
  }

  private Mono<Result> poll(Duration pause) {
    return Trajectories.progress(call, collection, task, id)
        .onErrorResume(
            failure -> Trajectories.isNotFound(failure) && mayBeQueued(),
            unknown -> Mono.just(Trajectory.queued(id)))
        .flatMap(
            run -> {
              if (run.finished()) {
                return Trajectories.read(call, collection, task, id).map(this::finished);
              }
              say(run);
              return elapsed().plus(pause).compareTo(patience) > 0
                  ? Mono.just(unfinished(run, Optional.empty()))
                  : Mono.delay(pause).then(Mono.defer(() -> poll(longer(pause))));
            })
        .onErrorResume(
            failure -> failure instanceof Unavailable || failure instanceof RateLimited,
            failure -> Mono.just(unfinished(Trajectory.queued(id), Optional.of(failure))));
  }

  private boolean mayBeQueued() {
    return call.justStarted(id)
        || elapsed().compareTo(QUEUE_GRACE.compareTo(patience) < 0 ? QUEUE_GRACE : patience) < 0;
  }

  private Duration elapsed() {
    return Duration.between(begun, call.clock().instant());
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(3).dividedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  /** Tells what is new, and now and then that nothing is. */
  private void say(Trajectory run) {
    int steps = run.stepNames().size();
    String now =
        run.status()
            + run.runningStep().map(step -> ": " + step).orElse("")
            + (steps == 0 ? "" : " (" + run.completedSteps() + " of " + steps + " steps done)");
    Instant time = call.clock().instant();
    if (!now.equals(said) || Duration.between(saidAt, time).compareTo(SAY_SOMETHING_EVERY) >= 0) {
      said = now;
      saidAt = time;
      call.progress(now + ", " + elapsed().toSeconds() + " s");
    }
  }

  private Result finished(Trajectory run) {
    ObjectNode data = known.deepCopy().put("trajectory_id", id);
    data.put("status", run.status()).put("finished", true);
    Trajectories.put(data, "duration_seconds", run.duration());
    run.failedStep().ifPresent(step -> data.put("failed_step", step));
    run.error().ifPresent(error -> data.put("error", error));
    ObjectNode outputs = run.outputs();
    data.set("outputs", outputs);
    if (!run.files().isEmpty()) {
      data.set("files", run.files());
    }
    data.put("url", Links.to(collection, task, id));
    Result result = Result.of(data).ifCut(rest(outputs));
    return run.status().equals("failed")
        ? result.then(
            new Next("get-workflow-logs", run().put("level", "error"), "why the run failed"))
        : result;
  }

  /** The calls that show the large outputs whole. */
  private List<Next> rest(ObjectNode outputs) {
    return outputs.properties().stream()
        .filter(step -> size(step.getValue()) > LARGE_OUTPUT)
        .map(Map.Entry::getKey)
        .limit(MOST_CALLS)
        .map(step -> new Next("get-trajectory", run().put("step", step), "all of this step"))
        .toList();
  }

  private static long size(JsonNode value) {
    return value.isString()
        ? value.stringValue().length()
        : value.values().stream().mapToLong(RunWait::size).sum() + value.size();
  }

  private Result unfinished(Trajectory run, Optional<Throwable> failure) {
    ObjectNode data = known.deepCopy().put("trajectory_id", id);
    data.put("status", run.status()).put("finished", false);
    data.put(
        "note",
        failure
            .map(
                why ->
                    "Jetty could not be asked how far the run is ("
                        + (why instanceof Failure ? why.getMessage() : "")
                        + "). It may well go on.")
            .orElse("The run is still going on. Wait again, or come back later."));
    data.put("url", Links.to(collection, task, id));
    return Result.of(data).then(new Next("wait-for-run", run(), "wait on"));
  }

  private ObjectNode run() {
    return Json.object().put("collection", collection).put("task", task).put("trajectory_id", id);
  }
}
