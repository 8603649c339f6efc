package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.engine.RunLauncher;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.GatewayTimeout;
import io.jettymcp.simulator.http.Response;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.http.UploadForm;
import io.jettymcp.simulator.http.UploadedFile;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.SimulatedTrial;
import io.jettymcp.simulator.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Starts runs, and starts runs and waits for them. */
final class RunsApi {
  private final ResourceLookup lookup;
  private final RunLauncher launcher;
  private final GatewayTimeout gatewayTimeout;

  RunsApi(ResourceLookup lookup, RunLauncher launcher, GatewayTimeout gatewayTimeout) {
    this.lookup = lookup;
    this.launcher = launcher;
    this.gatewayTimeout = gatewayTimeout;
  }

  List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/run/{c}/{t}", RouteAccess.TOKEN, call -> ApiResponse.ok(started(start(call)))),
        Route.post("/api/v1/run-sync/{c}/{t}", RouteAccess.TOKEN, this::runAndWait));
  }

  private Response runAndWait(ApiCall call) {
    SimulatedRun run = start(call);
    Instant now = call.now();
    Duration left = run.remaining(now);
    return gatewayTimeout.after(left, () -> ApiResponse.ok(finished(run, now.plus(left))));
  }

  private SimulatedRun start(ApiCall call) {
    SimulatedCollection collection = lookup.writableCollection(call);
    Task task = ResourceLookup.task(collection, call);
    UploadForm form = UploadForm.read(call.request());
    ObjectNode initParams = form.jsonObject("init_params");
    ObjectNode secrets = form.jsonObject("secret_params");
    List<UploadedFile> files = form.files("files");
    if (!files.isEmpty()) {
      initParams.set("file_paths", store(collection, files, initParams));
    }
    return launcher.start(
        task, initParams, secrets.propertyNames(), null, form.field("webhook_url"), call.now());
  }

  /** Stores the files and returns the paths that the caller sent, followed by theirs. */
  private static ArrayNode store(
      SimulatedCollection collection, List<UploadedFile> files, ObjectNode initParams) {
    ArrayNode paths = Json.array();
    initParams.path("file_paths").forEach(paths::add);
    String folder = FilesApi.newId();
    for (int i = 0; i < files.size(); i++) {
      String path =
          String.format(
              Locale.ROOT,
              "%s/_uploads/%s/%02d.%s",
              collection.name(),
              folder,
              i,
              files.get(i).name());
      collection.storage().put(FilesApi.entry(path, files.get(i)));
      paths.add(path);
    }
    return paths;
  }

  /** The response to the start of a run. */
  static ObjectNode started(SimulatedRun run) {
    return json(
        "Workflow started (simulated: no model is called)", run, Json.object(), Json.object());
  }

  private static ObjectNode finished(SimulatedRun run, Instant now) {
    return json(
        "Workflow finished (simulated: no model was called)",
        run,
        run.plan().lastOutputs(),
        new TrajectoryJson(run, now).json());
  }

  private static ObjectNode json(
      String message, SimulatedRun run, ObjectNode result, ObjectNode trajectory) {
    ObjectNode json = Json.object().put("message", message).put("workflow_id", run.workflowId());
    json.set("result", result);
    json.set("trajectory", trajectory);
    json.put("metadata", "");
    SimulatedTrial trial = run.collection().trial();
    return trial.wasActivated() ? json.set("trial", trial.usage()) : json;
  }
}
