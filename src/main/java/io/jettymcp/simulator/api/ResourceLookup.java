package io.jettymcp.simulator.api;

import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiCaller;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what the path of a call names, as far as the caller may see it. */
final class ResourceLookup {
  private static final String NOT_THIS_COLLECTION = "API key not valid for this collection";

  private final SimulatedJetty jetty;

  ResourceLookup(SimulatedJetty jetty) {
    this.jetty = jetty;
  }

  SimulatedCollection collection(ApiCall call) {
    return collection(call, call.param("c"));
  }

  /** Finds the collection of a call that changes something. */
  SimulatedCollection writableCollection(ApiCall call) {
    SimulatedCollection collection = collection(call);
    call.caller().requireWrite();
    return collection;
  }

  SimulatedCollection collection(ApiCall call, String name) {
    return requireVisible(call.caller(), jetty.collection(name));
  }

  /**
   * Finds the collection that a storage path starts with. A key is refused any other one, whether
   * or not it exists.
   */
  SimulatedCollection collectionOfPath(String path, ApiCall call) {
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    String scope = call.caller().scope();
    if (scope != null && !scope.equals(name)) {
      throw ApiError.of(403, NOT_THIS_COLLECTION);
    }
    return collection(call, name);
  }

  static boolean isVisible(ApiCaller caller, SimulatedCollection collection) {
    String scope = caller.scope();
    return scope == null
        ? caller.owner().equals(collection.owner())
        : scope.equals(collection.name());
  }

  /** Refuses a collection that does not exist or that the caller may not see. */
  static SimulatedCollection requireVisible(
      ApiCaller caller, @Nullable SimulatedCollection collection) {
    if (collection != null && isVisible(caller, collection)) {
      return collection;
    }
    if (collection == null || caller.isPerson()) {
      throw ApiError.notFound("Collection not found");
    }
    throw ApiError.of(403, NOT_THIS_COLLECTION);
  }

  static Task task(@Nullable SimulatedCollection collection, ApiCall call) {
    Task task = collection == null ? null : collection.task(call.param("t"));
    if (task == null) {
      throw taskNotFound(call);
    }
    return task;
  }

  /** Finds the runs of the task, also of one that was deleted. */
  static List<SimulatedRun> runs(SimulatedCollection collection, ApiCall call) {
    List<SimulatedRun> runs = collection.runsOf(call.param("t"), call.now());
    if (runs.isEmpty() && collection.task(call.param("t")) == null) {
      throw taskNotFound(call);
    }
    return runs;
  }

  static SimulatedRun run(SimulatedCollection collection, ApiCall call) {
    SimulatedRun run = collection.run(call.param("id"));
    if (run == null || !run.isOf(call.param("t")) || !run.isVisible(call.now())) {
      throw ApiError.notFound("Trajectory '%s' not found".formatted(call.param("id")));
    }
    return run;
  }

  private static ApiError taskNotFound(ApiCall call) {
    return ApiError.notFound(
        "Task '%s' in collection '%s' not found".formatted(call.param("t"), call.param("c")));
  }
}
