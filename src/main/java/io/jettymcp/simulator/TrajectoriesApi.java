package io.jettymcp.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs as they are read, set to another status, and labelled. */
final class TrajectoriesApi {
  private static final int PAGE = 20;
  private static final int MAX_PAGE = 100;

  private final SimulatedJetty jetty;

  TrajectoriesApi(SimulatedJetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    String one = "/api/v1/trajectory/{c}/{t}";
    return List.of(
        Route.get("/api/v1/db/trajectories/{c}/{t}", RouteAccess.TOKEN, this::list),
        Route.get("/api/v1/db/trajectory/{c}/{t}/{id}", RouteAccess.TOKEN, this::get),
        Route.get(one + "/{id}", RouteAccess.TOKEN, this::get),
        Route.json("POST", one + "/statuses", RouteAccess.TOKEN, this::writeStatuses),
        Route.json("POST", one + "/{id}/labels", RouteAccess.TOKEN, this::label));
  }

  /** Every item is a whole trajectory. */
  private ApiResponse list(ApiCall call) {
    Paging paging = new Paging(call);
    int page = paging.number("page", 1, 1, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, 1, MAX_PAGE);
    paging.check();
    List<SimulatedRun> all = runs(jetty.entered(call), call);
    long skip = (page - 1L) * limit;
    ObjectNode json = SimulatorJson.object();
    json.set("trajectories", trajectories(Paging.cut(all, skip, limit), call.now()));
    return ApiResponse.ok(
        json.put("total", all.size())
            .put("page", page)
            .put("limit", limit)
            .put("has_more", skip + limit < all.size()));
  }

  static ArrayNode trajectories(List<SimulatedRun> runs, Instant now) {
    ArrayNode list = SimulatorJson.array();
    runs.forEach(run -> list.add(new TrajectoryJson(run, now).json()));
    return list;
  }

  /** The runs of the task in the path; those of a task that was deleted are still there. */
  static List<SimulatedRun> runs(SimulatedCollection collection, ApiCall call) {
    String task = call.param("t");
    List<SimulatedRun> runs = collection.runsOf(task, call.now());
    if (runs.isEmpty() && collection.task(task) == null) {
      throw SimulatedJetty.noTask(call);
    }
    return runs;
  }

  private ApiResponse get(ApiCall call) {
    SimulatedRun run = visible(jetty.entered(call), call);
    return ApiResponse.ok(new TrajectoryJson(run, call.now()).json());
  }

  private ApiResponse writeStatuses(ApiCall call) {
    SimulatedCollection collection = jetty.changed(call);
    JsonNode body = call.fields().all();
    ValidationErrors findings = new ValidationErrors();
    for (Map.Entry<String, JsonNode> entry : body.properties()) {
      if (RunStatus.writable(entry.getValue().asString("")) == null) {
        findings.add(
            "literal_error",
            List.of("body", entry.getKey()),
            "Input should be 'pending', 'completed', 'failed', 'cancelled' or 'archived'",
            entry.getValue());
      }
    }
    findings.refuse();
    ArrayNode results = SimulatorJson.array();
    int updated = 0;
    for (Map.Entry<String, JsonNode> entry : body.properties()) {
      updated += write(collection, call, entry, results.addObject()) ? 1 : 0;
    }
    ObjectNode json = SimulatorJson.object();
    json.set("results", results);
    return ApiResponse.ok(json.put("updated_count", updated));
  }

  private static boolean write(
      SimulatedCollection collection,
      ApiCall call,
      Map.Entry<String, JsonNode> wanted,
      ObjectNode result) {
    SimulatedRun run = collection.run(wanted.getKey());
    RunStatus status = RunStatus.writable(wanted.getValue().asString(""));
    boolean found = run != null && run.isOf(call.param("t")) && run.exists(call.now());
    result.put("trajectory_id", wanted.getKey());
    if (!found || run == null || status == null) {
      result.putNull("new_status").put("updated", false).putNull("storage_path");
      result.put("error", "Trajectory '%s' not found".formatted(wanted.getKey()));
      return false;
    }
    run.fate().write(status, call.now());
    result.put("new_status", status.word()).put("updated", true);
    result.put("storage_path", run.storagePath()).putNull("error");
    return true;
  }

  private ApiResponse label(ApiCall call) {
    SimulatedCollection collection = jetty.changed(call);
    RequestFields fields = call.fields();
    ObjectNode label =
        SimulatorJson.object()
            .put("key", fields.text("key"))
            .put("value", fields.text("value"))
            .put("created", call.now().toString())
            .put("author", fields.text("author"));
    fields.check();
    visible(collection, call).labels().add(label);
    return ApiResponse.ok(label);
  }

  /** The run that a call's path names. */
  static SimulatedRun visible(SimulatedCollection collection, ApiCall call) {
    SimulatedRun run = collection.run(call.param("id"));
    if (run == null || !run.isOf(call.param("t")) || !run.isVisible(call.now())) {
      throw ApiError.notFound("Trajectory '%s' not found".formatted(call.param("id")));
    }
    return run;
  }
}
