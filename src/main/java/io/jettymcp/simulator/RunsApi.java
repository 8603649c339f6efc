package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting a run, and starting one and waiting for it. */
final class RunsApi {
  private final Jetty jetty;
  private final Launcher launcher;
  private final Edge edge;

  RunsApi(Jetty jetty, Launcher launcher, Edge edge) {
    this.jetty = jetty;
    this.launcher = launcher;
    this.edge = edge;
  }

  List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/run/{c}/{t}", Access.TOKEN, call -> Answer.ok(Launcher.started(start(call)))),
        Route.post("/api/v1/run-sync/{c}/{t}", Access.TOKEN, this::runAndWait));
  }

  private Reaction runAndWait(Call call) {
    Run run = start(call);
    Instant now = call.now();
    Duration left = run.remaining(now);
    return edge.after(left, () -> Answer.ok(Launcher.finished(run, now.plus(left))));
  }

  private Run start(Call call) {
    Holdings collection = jetty.changed(call);
    Task task = Jetty.task(collection, call);
    Form form = Form.read(call.incoming());
    ObjectNode initParams = form.object("init_params");
    ObjectNode secrets = form.object("secret_params");
    List<Upload> files = form.files("files");
    if (!files.isEmpty()) {
      initParams.set("file_paths", store(collection, files, initParams));
    }
    return launcher.start(
        task, initParams, secrets.propertyNames(), null, form.text("webhook_url"), call.now());
  }

  /** Keeps the files; gives the paths that the caller named, followed by theirs. */
  private static ArrayNode store(Holdings collection, List<Upload> files, ObjectNode initParams) {
    ArrayNode paths = Json.array();
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
