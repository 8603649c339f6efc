package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.View;
import java.util.OptionalDouble;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading runs from Jetty, and the views they are shown through. */
public final class Runs {
  /** What it takes to say how far a run is; outputs stay on the wire. */
  static final FieldMask PROGRESS =
      FieldMask.fields("trajectory_id", "status", "error", "total_steps", "completed_steps")
          .with("steps", FieldMask.each(FieldMask.fields("status", "error", "ended")));

  /** What a list shows of each run. */
  public static final FieldMask BRIEF =
      FieldMask.fields("trajectory_id", "status", "created", "updated", "error", "labels")
          .with("total_steps", FieldMask.ALL)
          .with("completed_steps", FieldMask.ALL)
          .with("triggered_by_routine_id", FieldMask.ALL)
          .with("steps", FieldMask.each(FieldMask.fields("status", "error", "ended")));

  public static final View<JsonNode> LABEL =
      View.of(JsonNode.class).text("key").text("value").text("author");

  public static final View<JsonNode> FILE =
      View.of(JsonNode.class).text("step").text("path").text("content_type");

  public static final View<JsonNode> ROW =
      View.of(JsonNode.class)
          .text("trajectory_id")
          .text("status")
          .text("created")
          .number("duration_seconds")
          .text("failed_step")
          .text("error")
          .max(200)
          .list("labels", LABEL)
          .text("url");

  private Runs() {}

  /**
   * Reads one run. The database's answer may lack outputs that the storage's has, and may come
   * later than the storage's; a run started a moment ago may be unknown to both.
   */
  public static Mono<Run> read(Call call, String collection, String task, String id) {
    return read(call, collection, task, id, FieldMask.ALL);
  }

  /** Reads of one run, in the same way, what is to be kept: the outputs of its steps among it. */
  public static Mono<Run> read(
      Call call, String collection, String task, String id, FieldMask keep) {
    String bare = Run.bareId(id);
    Mono<Run> stored =
        call.send(Request.get("/api/v1/trajectory/{}/{}/{}", collection, task, bare).fields(keep))
            .map(reply -> new Run(ReplyShapes.object(reply.body())));
    return fromDatabase(call, collection, task, bare, keep)
        .flatMap(
            found ->
                found.lacksOutputs()
                    ? stored.onErrorReturn(Failure.class, found)
                    : Mono.just(found))
        .onErrorResume(Runs::isNotFound, unknown -> stored)
        .onErrorResume(
            failure -> isNotFound(failure) && call.justStarted(bare),
            unknown -> Mono.just(Run.queued(bare)));
  }

  /** Reads how far a run is. */
  static Mono<Run> progress(Call call, String collection, String task, String id) {
    return fromDatabase(call, collection, task, Run.bareId(id), PROGRESS);
  }

  public static boolean isNotFound(Throwable failure) {
    return failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
  }

  private static Mono<Run> fromDatabase(
      Call call, String collection, String task, String id, FieldMask keep) {
    return call.send(
            Request.get("/api/v1/db/trajectory/{}/{}/{}", collection, task, id).fields(keep))
        .map(reply -> new Run(ReplyShapes.object(reply.body())));
  }

  /** A run as lists show it. */
  public static ObjectNode row(String collection, String task, JsonNode json) {
    Run run = new Run(json);
    ObjectNode row = Json.object().put("trajectory_id", run.id()).put("status", run.status());
    Json.text(json, "created").ifPresent(created -> row.put("created", created));
    put(row, "duration_seconds", run.duration());
    run.failedStep().ifPresent(step -> row.put("failed_step", step));
    run.error().ifPresent(error -> row.put("error", error));
    if (!run.labels().isEmpty()) {
      row.set("labels", run.labels());
    }
    return run.id().isEmpty() ? row : row.put("url", Links.to(collection, task, run.id()));
  }

  public static void put(ObjectNode data, String field, OptionalDouble seconds) {
    seconds.ifPresent(value -> data.put(field, value));
  }
}
