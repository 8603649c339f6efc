package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting a run, and starting one and waiting for it. */
final class RunsApi {
  private final SimulatedJetty jetty;
  private final RunLauncher launcher;
  private final GatewayTimeout edge;

  RunsApi(SimulatedJetty jetty, RunLauncher launcher, GatewayTimeout edge) {
    this.jetty = jetty;
    this.launcher = launcher;
    this.edge = edge;
  }

  List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/run/{c}/{t}",
            RouteAccess.TOKEN,
            call -> ApiResponse.ok(RunLauncher.started(start(call)))),
        Route.post("/api/v1/run-sync/{c}/{t}", RouteAccess.TOKEN, this::runAndWait));
  }

  private Response runAndWait(ApiCall call) {
    SimulatedRun run = start(call);
    Instant now = call.now();
    Duration left = run.remaining(now);
    return edge.after(left, () -> ApiResponse.ok(RunLauncher.finished(run, now.plus(left))));
  }

  private SimulatedRun start(ApiCall call) {
    SimulatedCollection collection = jetty.changed(call);
    Task task = SimulatedJetty.task(collection, call);
    UploadForm form = UploadForm.read(call.incoming());
    ObjectNode initParams = form.object("init_params");
    ObjectNode secrets = form.object("secret_params");
    List<UploadedFile> files = form.files("files");
    if (!files.isEmpty()) {
      initParams.set("file_paths", store(collection, files, initParams));
    }
    return launcher.start(
        task, initParams, secrets.propertyNames(), null, form.text("webhook_url"), call.now());
  }

  /** Keeps the files; gives the paths that the caller named, followed by theirs. */
  private static ArrayNode store(
      SimulatedCollection collection, List<UploadedFile> files, ObjectNode initParams) {
    ArrayNode paths = SimulatorJson.array();
    initParams.path("file_paths").forEach(paths::add);
    String folder = FilesApi.newId();
    for (int i = 0; i < files.size(); i++) {
      String path =
          "%s/_uploads/%s/%02d.%s".formatted(collection.name(), folder, i, files.get(i).name());
      collection.storage().put(files.get(i).storedAt(path));
      paths.add(path);
    }
    return paths;
  }
}
