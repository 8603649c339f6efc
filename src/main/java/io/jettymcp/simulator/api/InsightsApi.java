package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.SimulatedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The log of one run and the statistics of a task. Jetty documents the form of neither. */
final class InsightsApi {
  private static final double MILLIS = 1000.0;

  private final SimulatedJetty jetty;
  private final ResourceLookup lookup;

  InsightsApi(SimulatedJetty jetty, ResourceLookup lookup) {
    this.jetty = jetty;
    this.lookup = lookup;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/workflows-logs/{id}", RouteAccess.TOKEN, this::logs),
        Route.get("/api/v1/db/stats/{c}/{t}", RouteAccess.TOKEN, this::stats));
  }

  private ApiResponse logs(ApiCall call) {
    SimulatedRun run = findRun(call);
    if (run == null) {
      throw ApiError.notFound("Workflow '%s' not found".formatted(call.param("id")));
    }
    ObjectNode json = Json.object().put("workflow_id", run.workflowId());
    json.put("status", run.status(call.now()).label());
    return ApiResponse.ok(json.set("events", new TrajectoryJson(run, call.now()).events()));
  }

  /** Searches all runs, because names contain dashes and a workflow id cannot be split at them. */
  private @Nullable SimulatedRun findRun(ApiCall call) {
    String workflowId = call.param("id");
    String id = workflowId.substring(workflowId.lastIndexOf("--") + 1).replace("-", "");
    return jetty.collections().stream()
        .filter(collection -> ResourceLookup.isVisible(call.caller(), collection))
        .flatMap(collection -> collection.runs().stream())
        .filter(run -> run.id().equals(id) && run.workflowId().equals(workflowId))
        .filter(run -> run.exists(call.now()))
        .findFirst()
        .orElse(null);
  }

  private ApiResponse stats(ApiCall call) {
    SimulatedCollection collection = lookup.collection(call);
    List<SimulatedRun> runs = ResourceLookup.runs(collection, call);
    Instant now = call.now();
    Map<String, Integer> counts = new LinkedHashMap<>();
    runs.forEach(run -> counts.merge(run.status(now).label(), 1, Integer::sum));
    ObjectNode json =
        Json.object()
            .put("collection", collection.name())
            .put("task", call.param("t"))
            .put("total", runs.size());
    ObjectNode byStatus = json.putObject("by_status");
    counts.forEach(byStatus::put);
    runs.stream()
        .filter(run -> !run.plan().endedAt().isAfter(run.progress(now)))
        .mapToLong(run -> Duration.between(run.created(), run.plan().endedAt()).toMillis())
        .average()
        .ifPresent(millis -> json.put("average_duration_seconds", millis / MILLIS));
    String last = runs.isEmpty() ? null : runs.get(0).created().toString();
    return ApiResponse.ok(json.put("last_run_at", last).put("simulated", true));
  }
}
