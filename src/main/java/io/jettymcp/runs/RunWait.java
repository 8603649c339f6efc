package io.jettymcp.runs;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Links;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Waiting for a run by asking how far it is, so that no connection has to stay open for longer than
 * Jetty's edge allows.
 */
public final class RunWait {
  public static final Param<Integer> WAIT_SECONDS =
      Param.integer("wait_seconds", "", 0, 3600).defaultValue(45);

  public static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .text("workflow_id")
          .text("trajectory_id")
          .text("status")
          .required()
          .bool("finished")
          .required()
          .number("duration_seconds")
          .text("failed_step")
          .text("error")
          .max(2_000)
          .any("outputs")
          .describedAs("By step")
          .list("files", Runs.FILE)
          .text("trial")
          .describedAs("One line on the trial")
          .texts("warnings")
          .text("note")
          .text("url");

  /** Outputs above this size in characters get a call of their own, where all do not fit. */
  private static final int LARGE_OUTPUT = 1_000;

  private static final int MAX_CALLS = 5;

  /** How long Jetty may take to say how far the run is, also where nobody wants to wait. */
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(30);

  /** How long an answer that is on its way is waited for when patience is over. */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(4);

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
  private volatile Optional<Run> latest = Optional.empty();

  private String said = "";

  /**
   * @param known what is known of the run, for the result; empty for a run that somebody else
   *     started
   */
  public RunWait(Call call, String id, ObjectNode known) {
    this(call, call.in().get(TASK), id, known, call.clock().instant());
  }

  /**
   * @param task the task of the run, where it is no argument that must be given
   * @param begun since when the caller has been waiting
   */
  public RunWait(Call call, String task, String id, ObjectNode known, Instant begun) {
    Args in = call.in();
    this.call = call;
    this.collection = in.get(COLLECTION);
    this.task = task;
    this.id = Run.bareId(id);
    this.known = known;
    this.begun = begun;
    this.patience = Duration.ofSeconds(in.get(WAIT_SECONDS));
  }

  /** The finished run, or what is known of it when patience ends. */
  public Mono<Result> await() {
    Mono<Result> result =
        new RunPoller(call, collection, task, id, patience.minus(elapsed()))
            .looks()
            .doOnNext(this::see)
            .last()
            .flatMap(this::answer)
            .timeout(longest(), Mono.error(() -> new Unavailable(Unavailable.Reason.TIMED_OUT, "")))
            .onErrorResume(Failure.class, this::handle);
    return ProgressTicker.during(result, call, this::words);
  }

  /** A Jetty that falls silent must not hold back the handle. */
  private Duration longest() {
    Duration longest = patience.compareTo(FIRST_ANSWER) > 0 ? patience : FIRST_ANSWER;
    Duration left = longest.minus(elapsed()).plus(LAST_ANSWER);
    return left.compareTo(LAST_ANSWER) > 0 ? left : LAST_ANSWER;
  }

  private void see(Run run) {
    latest = Optional.of(run);
    String now = progress(run);
    if (!run.finished() && !now.equals(said)) {
      said = now;
      call.progress(words());
    }
  }

  private Mono<Result> answer(Run run) {
    return run.finished()
        ? Runs.read(call, collection, task, id).map(this::finished)
        : Mono.just(unfinished(run, Optional.empty()));
  }

  /** A run that was started, or is known to go on, is not hidden behind an error. */
  private Mono<Result> handle(Failure failure) {
    boolean passing = failure instanceof Unavailable || failure instanceof RateLimited;
    boolean seen = latest.map(run -> passing || run.finished()).orElse(false);
    return seen || !known.isEmpty()
        ? Mono.just(unfinished(latest.orElse(Run.queued(id)), Optional.of(failure)))
        : Mono.error(failure);
  }

  private Duration elapsed() {
    return Duration.between(begun, call.clock().instant());
  }

  private String words() {
    return latest.map(RunWait::progress).orElse("asking how far the run is")
        + ", "
        + elapsed().toSeconds()
        + " s";
  }

  private static String progress(Run run) {
    int steps = run.stepNames().size();
    return run.status()
        + run.runningStep().map(step -> ": " + step).orElse("")
        + (steps == 0 ? "" : " (" + run.completedSteps() + " of " + steps + " steps done)");
  }

  private Result finished(Run run) {
    ObjectNode data = known.deepCopy().put("trajectory_id", id);
    data.put("status", run.status()).put("finished", true);
    Runs.put(data, "duration_seconds", run.duration());
    run.failedStep().ifPresent(step -> data.put("failed_step", step));
    run.error().ifPresent(error -> data.put("error", error));
    ObjectNode outputs = run.outputs();
    data.set("outputs", outputs);
    ArrayNode files = run.files();
    if (!files.isEmpty()) {
      data.set("files", files);
    }
    SilentFailure.in(run)
        .ifPresent(
            silent ->
                data.withArray("warnings")
                    .add(
                        "Jetty reports the run as completed, but the step "
                            + silent.step()
                            + " produced no results: "
                            + silent.why()
                            + ". "
                            + silent.fix()));
    data.put("url", Links.to(collection, task, id));
    Result result = Result.of(data).ifCut(rest(outputs)).attach(Links.toFiles(files));
    return run.status().equals("failed")
        ? result.suggest(
            new Next("get-workflow-logs", run().put("level", "error"), "why the run failed"))
        : result;
  }

  /** The calls that show the large outputs whole. */
  private List<Next> rest(ObjectNode outputs) {
    return outputs.properties().stream()
        .filter(step -> size(step.getValue()) > LARGE_OUTPUT)
        .map(Map.Entry::getKey)
        .limit(MAX_CALLS)
        .map(step -> new Next("get-trajectory", run().put("step", step), "all of this step"))
        .toList();
  }

  private static long size(JsonNode value) {
    return value.isString()
        ? value.stringValue().length()
        : value.values().stream().mapToLong(RunWait::size).sum() + value.size();
  }

  private Result unfinished(Run run, Optional<Failure> failure) {
    ObjectNode data = known.deepCopy().put("trajectory_id", id);
    data.put("status", run.status()).put("finished", run.finished());
    data.put("note", failure.map(why -> note(run, why)).orElse(GOING_ON));
    data.put("url", Links.to(collection, task, id));
    return Result.of(data)
        .suggest(
            run.finished()
                ? new Next("get-trajectory", run(), "what the run gave")
                : new Next("wait-for-run", run(), "wait on"));
  }

  private static String note(Run run, Failure why) {
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
