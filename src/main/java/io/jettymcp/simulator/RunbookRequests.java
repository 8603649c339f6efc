package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chat requests that start a runbook. If the task exists, its stored workflow is what runs, with
 * the request as its inputs: a workflow that is no runbook's then does what it does, or fails.
 */
final class RunbookRequests {
  private static final String STEP = "run";

  /** The parameters of a runbook that lie under their own names in the inputs. */
  private static final List<String> PARAMETERS =
      List.of("instruction", "agent", "model", "model_provider", "snapshot", "image");

  private final SimulatedJetty jetty;
  private final RunLauncher launcher;
  private final GatewayTimeout edge;
  private final RunbookFault trouble;

  RunbookRequests(
      SimulatedJetty jetty, RunLauncher launcher, GatewayTimeout edge, RunbookFault trouble) {
    this.jetty = jetty;
    this.launcher = launcher;
    this.edge = edge;
    this.trouble = trouble;
  }

  Response answer(ApiCall call, ChatRequest request) {
    SimulatedRun run = start(call, request);
    Instant now = call.now();
    if (trouble == RunbookFault.SERVER_ERROR) {
      ObjectNode body = ApiResponse.error("Internal server error");
      return ApiResponse.of(500, body.set("jetty_metadata", metadata(run, now)));
    }
    if (request.streams()) {
      ChatCompletionJson completion =
          new ChatCompletionJson("chatcmpl-" + run.workflowId(), request.model(), now);
      RunbookEventSource feed =
          new RunbookEventSource(run, completion, request.includesUsage(), trouble, now);
      return new Response.Stream("text/event-stream", feed);
    }
    Duration left = run.remaining(now);
    Duration hint = request.jetty().timeoutHint();
    return left.compareTo(hint) > 0
        ? edge.after(hint, () -> unfinished(run, request, now.plus(hint)))
        : edge.after(left, () -> finished(run, request, now.plus(left)));
  }

  private SimulatedRun start(ApiCall call, ChatRequest request) {
    JettyExtension block = request.jetty();
    String name = required("collection", block.collection());
    String taskName = required("task", block.task());
    SimulatedCollection collection = call.caller().enter(jetty.collection(name));
    call.caller().mustWrite();
    String runbook = request.instructions();
    if (runbook.isBlank()) {
      throw ApiError.error(400, "Runbook mode takes the runbook as the system message");
    }
    ObjectNode initParams = block.settings().deepCopy();
    initParams.put("instruction", runbook);
    initParams.put("prompt", request.prompt());
    initParams.put("model", request.model());
    initParams.set("file_paths", files(collection, block, call.now()));
    Task stored = collection.task(taskName);
    Task task = stored == null ? new Task(0, collection, taskName, workflow(), call.now()) : stored;
    return launcher.start(
        task, initParams, block.secretNames(), null, block.webhookUrl(), call.now());
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw ApiError.error(400, "jetty." + field + " is required in runbook mode");
    }
    return value;
  }

  private static ArrayNode files(
      SimulatedCollection collection, JettyExtension block, Instant now) {
    ArrayNode paths = SimulatorJson.texts(block.filePaths());
    for (String id : block.fileIds()) {
      StorageEntry file = collection.storage().withId(id, now);
      if (file == null) {
        throw ApiError.error(404, "File '" + id + "' not found");
      }
      paths.add(file.path());
    }
    return paths;
  }

  private static ObjectNode workflow() {
    ObjectNode config = SimulatorJson.object().put("activity", "runbook");
    PARAMETERS.forEach(name -> config.put(name + "_path", "init_params." + name));
    config.put("template_variables_path", "init_params.vars");
    config.put("files_path", "init_params.file_paths");
    ObjectNode workflow = SimulatorJson.object();
    workflow.putObject("step_configs").set(STEP, config);
    workflow.putArray("steps").add(STEP);
    return workflow;
  }

  private static ApiResponse unfinished(SimulatedRun run, ChatRequest request, Instant now) {
    ChatCompletionJson completion =
        new ChatCompletionJson("chatcmpl-" + run.workflowId(), request.model(), now);
    ObjectNode json =
        completion.whole(
            "The runbook is still running.",
            ChatCompletionJson.STOP,
            usage(SimulatorJson.object()));
    json.putObject("jetty_metadata")
        .put("status", RunStatus.RUNNING.word())
        .put("workflow_id", run.workflowId());
    return ApiResponse.of(202, json);
  }

  private static ApiResponse finished(SimulatedRun run, ChatRequest request, Instant now) {
    ChatCompletionJson completion =
        new ChatCompletionJson("chatcmpl-" + run.id(), request.model(), now);
    ObjectNode outputs = outputs(run);
    ObjectNode json = completion.whole(closing(run, now), ChatCompletionJson.STOP, usage(outputs));
    json.set("files", files(outputs));
    return ApiResponse.ok(json.set("jetty_metadata", metadata(run, now)));
  }

  /** How the run ended, in a sentence. */
  static String closing(SimulatedRun run, Instant now) {
    String error =
        run.plan().steps().stream()
            .filter(step -> step.error() != null)
            .map(step -> ": " + step.error())
            .findFirst()
            .orElse("");
    return "The run is %s (simulated: no agent ran)%s"
        .formatted(run.status(now).word(), run.plan().fails() ? error : "");
  }

  /** Everything that Jetty says of a run beside the completion. */
  static ObjectNode metadata(SimulatedRun run, Instant now) {
    return SimulatorJson.object()
        .put("trajectory_id", run.id())
        .put("workflow_id", run.workflowId())
        .put("collection", run.collection().name())
        .put("task", run.task())
        .put("storage_path", run.storagePath())
        .put("status", run.status(now).word());
  }

  /** What the last step gave. */
  static ObjectNode outputs(SimulatedRun run) {
    int steps = run.plan().steps().size();
    return steps == 0 ? SimulatorJson.object() : run.plan().steps().get(steps - 1).outputs();
  }

  static ArrayNode files(ObjectNode outputs) {
    return outputs.path("results_files") instanceof ArrayNode files ? files : SimulatorJson.array();
  }

  static ObjectNode usage(ObjectNode outputs) {
    JsonNode usage = outputs.path("usage");
    return usage instanceof ObjectNode told ? told : ModelActivities.usage(0, 0);
  }
}
