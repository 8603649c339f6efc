package io.jettymcp.catalog;

import static io.jettymcp.catalog.Words.COLLECTION;
import static io.jettymcp.catalog.Words.TASK;

import io.jettymcp.api.Failure;
import io.jettymcp.api.Failure.RateLimited;
import io.jettymcp.api.Failure.Unavailable;
import io.jettymcp.tool.Args;
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

  /** How long a run that Jetty does not know may still be in its queue. */
  private static final Duration QUEUE_GRACE = Duration.ofSeconds(10);

  /** Outputs above this size in characters get a call of their own, where all do not fit. */
  private static final int LARGE_OUTPUT = 1_000;

  private static final int MOST_CALLS = 5;

  private static final String GOING_ON =
      "The run is still going on. Wait again, or come back later.";

  private final Call call;
  private final String collection;
  private final String task;
  private final String id;
  private final ObjectNode known;
  private final Instant begun;
  private final Duration patience;

  /**
   * How far the run was when Jetty was asked last; read by the thread that keeps the caller told.
   */
  private volatile Optional<Trajectory> latest = Optional.empty();

  private String said = "";

  /** How far the run is, and how long to wait before asking again. */
  private record Look(Trajectory run, Duration pause) {}

  /**
   * @param known what is known of the run, for the result; empty for a run that somebody else
   *     started
   */
  RunWait(Call call, String id, ObjectNode known) {
    Args in = call.in();
    this.call = call;
    this.collection = in.get(COLLECTION);
    this.task = in.get(TASK);
    this.id = Trajectory.bareId(id);
    this.known = known;
    this.begun = call.clock().instant();
    this.patience = Duration.ofSeconds(in.get(WAIT_SECONDS));
  }

  /** The finished run, or what is known of it when patience ends. */
  Mono<Result> await() {
    Mono<Result> result =
        look(FIRST_PAUSE)
            .expand(this::next)
            .last()
            .flatMap(this::answer)
            .onErrorResume(Failure.class, this::handle);
    return KeepTold.during(result, call, this::words);
  }

  private Mono<Look> look(Duration pause) {
    return Trajectories.progress(call, collection, task, id)
        .onErrorResume(
            failure -> Trajectories.isNotFound(failure) && mayBeQueued(),
            unknown -> Mono.just(Trajectory.queued(id)))
        .map(run -> new Look(run, pause))
        .doOnNext(look -> latest = Optional.of(look.run()));
  }

  private Mono<Look> next(Look look) {
    Duration left = patience.minus(elapsed());
    if (look.run().finished() || left.isZero() || left.isNegative()) {
      return Mono.empty();
    }
    tellNews();
    Duration pause = look.pause().compareTo(left) < 0 ? look.pause() : left;
    return Mono.delay(pause).then(Mono.defer(() -> look(longer(look.pause()))));
  }

  private Mono<Result> answer(Look look) {
    return look.run().finished()
        ? Trajectories.read(call, collection, task, id).map(this::finished)
        : Mono.just(unfinished(look.run(), Optional.empty()));
  }

  /** A run that was started, or is known to go on, is not hidden behind an error. */
  private Mono<Result> handle(Failure failure) {
    boolean passing = failure instanceof Unavailable || failure instanceof RateLimited;
    boolean seen = latest.map(run -> passing || run.finished()).orElse(false);
    return seen || !known.isEmpty()
        ? Mono.just(unfinished(latest.orElse(Trajectory.queued(id)), Optional.of(failure)))
        : Mono.error(failure);
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

  private void tellNews() {
    String now = latest.map(RunWait::progress).orElse("");
    if (!now.equals(said)) {
      said = now;
      call.progress(words());
    }
  }

  private String words() {
    return latest.map(RunWait::progress).orElse("asking how far the run is")
        + ", "
        + elapsed().toSeconds()
        + " s";
  }

  private static String progress(Trajectory run) {
    int steps = run.stepNames().size();
    return run.status()
        + run.runningStep().map(step -> ": " + step).orElse("")
        + (steps == 0 ? "" : " (" + run.completedSteps() + " of " + steps + " steps done)");
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

  private Result unfinished(Trajectory run, Optional<Failure> failure) {
    ObjectNode data = known.deepCopy().put("trajectory_id", id);
    data.put("status", run.status()).put("finished", run.finished());
    data.put("note", failure.map(why -> note(run, why)).orElse(GOING_ON));
    data.put("url", Links.to(collection, task, id));
    return Result.of(data)
        .then(
            run.finished()
                ? new Next("get-trajectory", run(), "what the run gave")
                : new Next("wait-for-run", run(), "wait on"));
  }

  private static String note(Trajectory run, Failure why) {
    return run.finished()
        ? "The run is finished, but its outputs could not be read (" + why.getMessage() + ")."
        : "Jetty could not be asked how far the run is ("
            + why.getMessage()
            + "). It may well go on; do not start it again.";
  }

  private ObjectNode run() {
    return Json.object().put("collection", collection).put("task", task).put("trajectory_id", id);
  }
}
