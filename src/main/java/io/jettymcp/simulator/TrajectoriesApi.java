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
  private static final int LARGEST_PAGE = 100;

  private final Jetty jetty;

  TrajectoriesApi(Jetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    String one = "/api/v1/trajectory/{c}/{t}";
    return List.of(
        Route.get("/api/v1/db/trajectories/{c}/{t}", Access.TOKEN, this::list),
        Route.get("/api/v1/db/trajectory/{c}/{t}/{id}", Access.TOKEN, this::get),
        Route.get(one + "/{id}", Access.TOKEN, this::get),
        Route.json("POST", one + "/statuses", Access.TOKEN, this::writeStatuses),
        Route.json("POST", one + "/{id}/labels", Access.TOKEN, this::label));
  }

  /** Every item is a whole trajectory. */
  private Answer list(Call call) {
    Paging paging = new Paging(call);
    int page = paging.number("page", 1, 1, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, 1, LARGEST_PAGE);
    paging.check();
    List<Run> all = runs(jetty.entered(call), call);
    long skip = (page - 1L) * limit;
    ObjectNode json = Json.object();
    json.set("trajectories", trajectories(Paging.cut(all, skip, limit), call.now()));
    return Answer.ok(
        json.put("total", all.size())
            .put("page", page)
            .put("limit", limit)
            .put("has_more", skip + limit < all.size()));
  }

  static ArrayNode trajectories(List<Run> runs, Instant now) {
    ArrayNode list = Json.array();
    runs.forEach(run -> list.add(new Trajectory(run, now).json()));
    return list;
  }

  /** The runs of the task in the path; those of a task that was deleted are still there. */
  static List<Run> runs(Holdings collection, Call call) {
    String task = call.param("t");
    List<Run> runs = collection.runsOf(task, call.now());
    if (runs.isEmpty() && collection.task(task) == null) {
      throw Jetty.noTask(call);
    }
    return runs;
  }

  private Answer get(Call call) {
    Run run = visible(jetty.entered(call), call);
    return Answer.ok(new Trajectory(run, call.now()).json());
  }

  private Answer writeStatuses(Call call) {
    Holdings collection = jetty.changed(call);
    JsonNode body = call.fields().all();
    Findings findings = new Findings();
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
    ArrayNode results = Json.array();
    int updated = 0;
    for (Map.Entry<String, JsonNode> entry : body.properties()) {
      updated += write(collection, call, entry, results.addObject()) ? 1 : 0;
    }
    ObjectNode json = Json.object();
    json.set("results", results);
    return Answer.ok(json.put("updated_count", updated));
  }

  private static boolean write(
      Holdings collection, Call call, Map.Entry<String, JsonNode> wanted, ObjectNode result) {
    Run run = collection.run(wanted.getKey());
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

  private Answer label(Call call) {
    Holdings collection = jetty.changed(call);
    Fields fields = call.fields();
    ObjectNode label =
        Json.object()
            .put("key", fields.text("key"))
            .put("value", fields.text("value"))
            .put("created", call.now().toString())
            .put("author", fields.text("author"));
    fields.check();
    visible(collection, call).labels().add(label);
    return Answer.ok(label);
  }

  /** The run that a call's path names. */
  static Run visible(Holdings collection, Call call) {
    Run run = collection.run(call.param("id"));
    if (run == null || !run.isOf(call.param("t")) || !run.isVisible(call.now())) {
      throw Refused.notFound("Trajectory '%s' not found".formatted(call.param("id")));
    }
    return run;
  }
}
