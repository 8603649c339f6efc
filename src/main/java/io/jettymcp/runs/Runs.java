package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads runs from Jetty, and declares how lists show them. */
public final class Runs {
  /** The fields that say how far a run is; outputs are not read. */
  static final FieldMask PROGRESS =
      FieldMask.fields("trajectory_id", "status", "created", "updated", "error")
          .with("total_steps", FieldMask.ALL)
          .with("completed_steps", FieldMask.ALL)
          .with(
              "steps",
              FieldMask.each(
                  FieldMask.fields(
                      "status", "error", "created", "ended", "duration_seconds", "activity")));

  private static final FieldMask INPUTS =
      FieldMask.fields("trajectory_id", "status", "init_params");

  /** The fields that lists show of a run. */
  public static final FieldMask BRIEF =
      FieldMask.fields("trajectory_id", "status", "created", "updated", "error", "labels")
          .with("total_steps", FieldMask.ALL)
          .with("completed_steps", FieldMask.ALL)
          .with("triggered_by_routine_id", FieldMask.ALL)
          .with("steps", FieldMask.each(FieldMask.fields("status", "error", "ended")));

  /** The same, with the inputs, of which lists show the beginning. */
  public static final FieldMask LISTED = BRIEF.with("init_params", FieldMask.ALL);

  /** In characters: enough to distinguish the runs of a task. */
  private static final int MAX_INPUTS = 160;

  public static final View<JsonNode> LABEL =
      View.of(JsonNode.class).text("key").text("value").text("author");

  /** A run of a task as lists show it. */
  public record Listed(TaskRef task, Run run) {
    public static final View<Listed> VIEW =
        View.of(Listed.class)
            .text("trajectory_id", row -> row.run.id())
            .text("status", row -> row.run.status())
            .text("created", row -> Json.text(row.run.json(), "created"))
            .preview("inputs", MAX_INPUTS, row -> row.run.json().path("init_params"))
            .number("duration_seconds", row -> row.run.duration())
            .text("failed_step", row -> row.run.failedStep())
            .text("error", row -> row.run.error())
            .max(200)
            .list("labels", LABEL, row -> row.run.labels())
            .unlessEmpty()
            .integer(
                "triggered_by_routine_id", row -> row.run.json().path("triggered_by_routine_id"))
            .text("url", Listed::url);

    private Optional<String> url() {
      return run.id().isEmpty() ? Optional.empty() : Optional.of(task.run(run.id()).url());
    }
  }

  private Runs() {}

  /**
   * Reads a run in full, with the verdict on a runbook. The database's reply can lack outputs that
   * the storage's has, and can come later than the storage's; a run started a moment ago can be
   * unknown to both.
   */
  public static Mono<Run> read(Call call, RunRef ref) {
    return read(call, ref, FieldMask.ALL);
  }

  /** Reads some fields of a run, the outputs of its steps among them. */
  public static Mono<Run> read(Call call, RunRef ref, FieldMask mask) {
    return fetch(call, ref, mask).flatMap(run -> RunbookVerdict.judge(call, ref.collection(), run));
  }

  private static Mono<Run> fetch(Call call, RunRef ref, FieldMask mask) {
    Mono<Run> stored = send(call, ref.fromStorage(), mask);
    return send(call, ref.fromDatabase(), mask)
        .flatMap(
            found ->
                found.lacksOutputs()
                    ? stored
                        .filter(Run::hasOutputs)
                        .onErrorComplete(Failure.class)
                        .defaultIfEmpty(found)
                    : Mono.just(found))
        .onErrorResume(Runs::isNotFound, unknown -> stored)
        .onErrorResume(
            failure -> isNotFound(failure) && call.justStarted(ref.id()),
            unknown -> Mono.just(Run.queued(ref.id())));
  }

  /** Reads of a run that was polled what says if it did its work, where its status does not. */
  public static Mono<Run> judged(Call call, RunRef ref, Run polled) {
    return polled.status().equals("completed") && polled.runbookStep().isPresent()
        ? read(call, ref, RunbookVerdict.RUN).onErrorReturn(Failure.class, polled)
        : Mono.just(polled);
  }

  /**
   * Reads the inputs of a run as Jetty stored them, files included; empty if neither route has
   * them.
   */
  static Mono<ObjectNode> inputs(Call call, RunRef ref) {
    Mono<ObjectNode> stored =
        send(call, ref.fromStorage(), INPUTS).flatMap(run -> Mono.justOrEmpty(run.inputs()));
    return fetch(call, ref, INPUTS)
        .flatMap(run -> Mono.justOrEmpty(run.inputs()))
        .switchIfEmpty(stored.onErrorResume(Runs::isNotFound, unknown -> Mono.empty()));
  }

  /** Reads how far a run is. */
  static Mono<Run> progress(Call call, RunRef ref) {
    return send(call, ref.fromDatabase(), PROGRESS);
  }

  public static boolean isNotFound(Throwable failure) {
    return failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
  }

  private static Mono<Run> send(Call call, Request request, FieldMask mask) {
    return call.send(request.fields(mask)).map(reply -> new Run(ReplyShapes.object(reply.body())));
  }
}
