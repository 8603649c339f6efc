package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The log of one run and the figures of a task. Jetty documents the shape of neither. */
final class InsightsApi {
  private static final double MILLIS = 1000.0;

  private final SimulatedJetty jetty;

  InsightsApi(SimulatedJetty jetty) {
    this.jetty = jetty;
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
    ObjectNode json = SimulatorJson.object().put("workflow_id", run.workflowId());
    json.put("status", run.status(call.now()).word());
    return ApiResponse.ok(json.set("events", new TrajectoryJson(run, call.now()).events()));
  }

  /** A workflow id cannot be taken apart, because names hold dashes; so it is looked for. */
  private @Nullable SimulatedRun findRun(ApiCall call) {
    String wanted = call.param("id");
    String id = wanted.substring(wanted.lastIndexOf("--") + 1).replace("-", "");
    return jetty.collections().stream()
        .filter(call.caller()::sees)
        .flatMap(collection -> collection.runs().stream())
        .filter(run -> run.id().equals(id) && run.workflowId().equals(wanted))
        .filter(run -> run.exists(call.now()))
        .findFirst()
        .orElse(null);
  }

  private ApiResponse stats(ApiCall call) {
    SimulatedCollection collection = jetty.entered(call);
    List<SimulatedRun> runs = TrajectoriesApi.runs(collection, call);
    Instant now = call.now();
    Map<String, Integer> counts = new LinkedHashMap<>();
    runs.forEach(run -> counts.merge(run.status(now).word(), 1, Integer::sum));
    ObjectNode json =
        SimulatorJson.object()
            .put("collection", collection.name())
            .put("task", call.param("t"))
            .put("total", runs.size());
    ObjectNode byStatus = json.putObject("by_status");
    counts.forEach(byStatus::put);
    runs.stream()
        .filter(run -> !run.plan().ended().isAfter(run.progress(now)))
        .mapToLong(run -> Duration.between(run.created(), run.plan().ended()).toMillis())
        .average()
        .ifPresent(millis -> json.put("average_duration_seconds", millis / MILLIS));
    String last = runs.isEmpty() ? null : runs.get(0).created().toString();
    return ApiResponse.ok(json.put("last_run_at", last).put("simulated", true));
  }
}
