package io.jettymcp.catalog;

import io.jettymcp.api.Failure;
import io.jettymcp.api.Failure.Refused;
import io.jettymcp.api.Keep;
import io.jettymcp.api.Request;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.View;
import java.util.OptionalDouble;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading runs from Jetty, and the views they are shown through. */
final class Trajectories {
  /** What it takes to say how far a run is; outputs stay on the wire. */
  static final Keep PROGRESS =
      Keep.fields("trajectory_id", "status", "error", "total_steps", "completed_steps")
          .with("steps", Keep.each(Keep.fields("status", "error", "ended")));

  /** What a list shows of each run. */
  static final Keep BRIEF =
      Keep.fields("trajectory_id", "status", "created", "updated", "error", "labels")
          .with("total_steps", Keep.ALL)
          .with("completed_steps", Keep.ALL)
          .with("triggered_by_routine_id", Keep.ALL)
          .with("steps", Keep.each(Keep.fields("status", "error", "ended")));

  static final View.ObjectView LABEL =
      View.object(View.text("key", ""), View.text("value", ""), View.text("author", ""));

  static final View.ObjectView FILE =
      View.object(View.text("step", ""), View.text("path", ""), View.text("content_type", ""));

  static final View.ObjectView ROW =
      View.object(
          View.text("trajectory_id", ""),
          View.text("status", ""),
          View.text("created", ""),
          View.number("duration_seconds", ""),
          View.text("failed_step", ""),
          View.text("error", "", 200),
          View.list("labels", "", LABEL),
          View.text("url", ""));

  private Trajectories() {}

  /**
   * Reads one run. The database's answer may lack outputs that the storage's has, and may come
   * later than the storage's; a run started a moment ago may be unknown to both.
   */
  static Mono<Trajectory> read(Call call, String collection, String task, String id) {
    return read(call, collection, task, id, Keep.ALL);
  }

  /** Reads of one run, in the same way, what is to be kept: the outputs of its steps among it. */
  static Mono<Trajectory> read(Call call, String collection, String task, String id, Keep keep) {
    String bare = Trajectory.bareId(id);
    Mono<Trajectory> stored =
        call.send(Request.get("/api/v1/trajectory/{}/{}/{}", collection, task, bare).keeping(keep))
            .map(reply -> new Trajectory(Forms.object(reply.body())));
    return fromDatabase(call, collection, task, bare, keep)
        .flatMap(
            found ->
                found.lacksOutputs()
                    ? stored.onErrorReturn(Failure.class, found)
                    : Mono.just(found))
        .onErrorResume(Trajectories::isNotFound, unknown -> stored)
        .onErrorResume(
            failure -> isNotFound(failure) && call.justStarted(bare),
            unknown -> Mono.just(Trajectory.queued(bare)));
  }

  /** Reads how far a run is. */
  static Mono<Trajectory> progress(Call call, String collection, String task, String id) {
    return fromDatabase(call, collection, task, Trajectory.bareId(id), PROGRESS);
  }

  static boolean isNotFound(Throwable failure) {
    return failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
  }

  private static Mono<Trajectory> fromDatabase(
      Call call, String collection, String task, String id, Keep keep) {
    return call.send(
            Request.get("/api/v1/db/trajectory/{}/{}/{}", collection, task, id).keeping(keep))
        .map(reply -> new Trajectory(Forms.object(reply.body())));
  }

  /** A run as lists show it. */
  static ObjectNode row(String collection, String task, JsonNode json) {
    Trajectory run = new Trajectory(json);
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

  static void put(ObjectNode data, String field, OptionalDouble seconds) {
    seconds.ifPresent(value -> data.put(field, value));
  }
}
