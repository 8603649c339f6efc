package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.LIMIT_RUNS;
import static io.jettymcp.tool.CommonParams.OFFSET;
import static io.jettymcp.tool.CommonParams.ROUTINE;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TASK_OPTIONAL;

import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Cadence;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The routines of a collection, and the runs of a routine. Jetty gives both without pages. */
final class RoutineLists {
  static final View<JsonNode> ROW =
      View.of(JsonNode.class)
          .text("name")
          .text("task")
          .text("cadence")
          .describedAs("In words")
          .bool("paused")
          .text("next_run_at");

  static final Tool LIST_ROUTINES =
      Tool.named("list-routines", "List routines")
          .in(Toolset.ROUTINES)
          .about("Lists the routines (schedules) of a collection, or of one task.")
          .effect(Effect.READ)
          .takes(TASK_OPTIONAL, LIMIT, OFFSET, COLLECTION)
          .gives(
              View.of(JsonNode.class)
                  .list("routines", ROW)
                  .required()
                  .integer("returned")
                  .required()
                  .bool("has_more")
                  .required())
          .sends(RoutineLists::all, RoutineLists::list);

  static final Tool LIST_ROUTINE_RUNS =
      Tool.named("list-routine-runs", "List a routine's runs")
          .in(Toolset.ROUTINES)
          .about("Lists the newest runs that a routine started.")
          .effect(Effect.READ)
          .takes(TASK, ROUTINE, LIMIT_RUNS, OFFSET, COLLECTION)
          .gives(
              View.of(JsonNode.class)
                  .list("trajectories", Runs.ROW, runs -> List.<Runs.Listed>of())
                  .describedAs("Newest first")
                  .required()
                  .integer("returned")
                  .required()
                  .bool("has_more")
                  .required())
          .sends(
              in ->
                  RoutineTools.routine(in, Request.Method.GET, "/runs")
                      .query("limit", wanted(in))
                      .keeping(
                          Runs.BRIEF
                              .with("trajectories", Runs.BRIEF)
                              .with("has_more", FieldMask.ALL)),
              RoutineLists::runs);

  private RoutineLists() {}

  private static Request all(Args in) {
    return in.find(TASK_OPTIONAL)
        .map(task -> Request.get("/api/v1/routines/{}/{}", in.get(COLLECTION), task))
        .orElseGet(() -> Request.get("/api/v1/routines/{}", in.get(COLLECTION)));
  }

  private static Result list(Args in, Reply reply) {
    ArrayNode routines = ReplyShapes.list(reply.body(), "routines");
    ObjectNode again = Json.object().put("collection", in.get(COLLECTION));
    in.find(TASK_OPTIONAL).ifPresent(task -> again.put("task", task));
    return new ListPage(List.copyOf(routines.values()), false)
        .part(in.get(OFFSET), in.get(LIMIT))
        .result(
            "routines",
            routine -> row(routine, in.find(TASK_OPTIONAL).orElse("")),
            "list-routines",
            again,
            in.get(OFFSET),
            in.get(LIMIT));
  }

  /** Jetty can give the newest runs alone, so those to skip are asked for as well. */
  private static int wanted(Args in) {
    return in.get(OFFSET) + in.get(LIMIT_RUNS);
  }

  private static Result runs(Args in, Reply reply) {
    ArrayNode runs = ReplyShapes.list(reply.body(), "trajectories");
    boolean more = reply.body().path("has_more").asBoolean(runs.size() >= wanted(in));
    return new ListPage(List.copyOf(runs.values()), more)
        .part(in.get(OFFSET), in.get(LIMIT_RUNS))
        .result(
            "trajectories",
            run -> Runs.ROW.read(new Runs.Listed(TaskRef.of(in), new Run(run))),
            "list-routine-runs",
            Json.object()
                .put("collection", in.get(COLLECTION))
                .put("task", in.get(TASK))
                .put("name", in.get(ROUTINE)),
            in.get(OFFSET),
            in.get(LIMIT_RUNS));
  }

  /**
   * A routine as lists show it.
   *
   * @param task the task where Jetty does not name it; may be empty
   */
  static ObjectNode row(JsonNode from, String task) {
    ObjectNode row = Json.object();
    Json.text(from, "name").ifPresent(text -> row.put("name", text));
    String of = Json.text(from, "task").or(() -> Json.text(from, "task_name")).orElse(task);
    if (!of.isEmpty()) {
      row.put("task", of);
    }
    Cadence.parse(from.path("cadence"))
        .map(Cadence::inWords)
        .or(() -> Json.text(from.path("cadence"), "type"))
        .ifPresent(words -> row.put("cadence", words));
    if (from.has("cadence") || from.has("paused")) {
      row.put("paused", from.path("paused").asBoolean(false));
    }
    Json.text(from, "next_run_at").ifPresent(time -> row.put("next_run_at", time));
    return row;
  }
}
