package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.RequestFields;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.model.RunStatus;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedRun;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads runs, writes their status and labels them. */
final class TrajectoriesApi {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  private final ResourceLookup lookup;

  TrajectoriesApi(ResourceLookup lookup) {
    this.lookup = lookup;
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
    RequestFields query = call.query();
    int page = query.queryInteger("page", 1, 1, Integer.MAX_VALUE);
    int limit = query.queryInteger("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    query.throwIfInvalid();
    List<SimulatedRun> all = ResourceLookup.runs(lookup.collection(call), call);
    long skip = (page - 1L) * limit;
    ObjectNode json = Json.object();
    json.set("trajectories", TrajectoryJson.list(Page.slice(all, skip, limit), call.now()));
    return ApiResponse.ok(
        json.put("total", all.size())
            .put("page", page)
            .put("limit", limit)
            .put("has_more", skip + limit < all.size()));
  }

  private ApiResponse get(ApiCall call) {
    SimulatedRun run = ResourceLookup.run(lookup.collection(call), call);
    return ApiResponse.ok(new TrajectoryJson(run, call.now()).json());
  }

  private ApiResponse writeStatuses(ApiCall call) {
    SimulatedCollection collection = lookup.writableCollection(call);
    RequestFields fields = call.fields();
    for (String id : fields.names()) {
      if (status(fields, id) == null) {
        fields.addError(
            "literal_error",
            id,
            "Input should be 'pending', 'completed', 'failed', 'cancelled' or 'archived'");
      }
    }
    fields.throwIfInvalid();
    ObjectNode json = Json.object();
    ArrayNode results = json.putArray("results");
    int updated = 0;
    for (String id : fields.names()) {
      SimulatedRun run = collection.run(id);
      RunStatus status = status(fields, id);
      boolean found = run != null && run.isOf(call.param("t")) && run.exists(call.now());
      if (found && run != null && status != null) {
        run.statusOverride().write(status, call.now());
        updated++;
        results.add(written(run, status));
      } else {
        results.add(notFound(id));
      }
    }
    return ApiResponse.ok(json.put("updated_count", updated));
  }

  private static @Nullable RunStatus status(RequestFields fields, String id) {
    return RunStatus.writable(fields.node(id).asString(""));
  }

  private static ObjectNode written(SimulatedRun run, RunStatus status) {
    return Json.object()
        .put("trajectory_id", run.id())
        .put("new_status", status.label())
        .put("updated", true)
        .put("storage_path", run.storagePath())
        .putNull("error");
  }

  private static ObjectNode notFound(String id) {
    return Json.object()
        .put("trajectory_id", id)
        .putNull("new_status")
        .put("updated", false)
        .putNull("storage_path")
        .put("error", "Trajectory '%s' not found".formatted(id));
  }

  private ApiResponse label(ApiCall call) {
    SimulatedCollection collection = lookup.writableCollection(call);
    RequestFields fields = call.fields();
    ObjectNode label =
        Json.object()
            .put("key", fields.string("key"))
            .put("value", fields.string("value"))
            .put("created", call.now().toString())
            .put("author", fields.string("author"));
    fields.throwIfInvalid();
    ResourceLookup.run(collection, call).labels().add(label);
    return ApiResponse.ok(label);
  }
}
