package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.activity.TokenUsage;
import io.jettymcp.simulator.engine.RunLauncher;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.GatewayTimeout;
import io.jettymcp.simulator.http.Response;
import io.jettymcp.simulator.model.RunStatus;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.StorageEntry;
import io.jettymcp.simulator.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chat requests that run a runbook. If the task exists, its stored workflow runs, with the request
 * as its inputs: a workflow without a runbook then does what it does, or fails.
 */
final class RunbookRequests {
  /** The parameters of a runbook that have the same names among the inputs. */
  private static final List<String> PARAMETERS =
      List.of("instruction", "agent", "model", "model_provider", "snapshot", "image");

  /** Read from the inputs of a stored task only. */
  private static final List<String> FROM_TASK = List.of("snapshot", "image");

  private final ResourceLookup lookup;
  private final RunLauncher launcher;
  private final GatewayTimeout gatewayTimeout;
  private final RunbookFault fault;

  RunbookRequests(
      ResourceLookup lookup,
      RunLauncher launcher,
      GatewayTimeout gatewayTimeout,
      RunbookFault fault) {
    this.lookup = lookup;
    this.launcher = launcher;
    this.gatewayTimeout = gatewayTimeout;
    this.fault = fault;
  }

  Response handle(ApiCall call, ChatRequest request) {
    SimulatedRun run = start(call, request);
    Instant now = call.now();
    if (fault == RunbookFault.SERVER_ERROR) {
      ObjectNode body = ApiResponse.openAiError("Internal server error");
      return ApiResponse.json(500, body.set("jetty_metadata", metadata(run, now)));
    }
    if (request.streams()) {
      RunbookEventSource source =
          new RunbookEventSource(
              run, completion(run.workflowId(), request, now), request.includesUsage(), fault, now);
      return new Response.Stream("text/event-stream", source);
    }
    Duration left = run.remaining(now);
    Duration hint = request.jetty().timeoutHint();
    return left.compareTo(hint) > 0
        ? gatewayTimeout.after(hint, () -> unfinished(run, request, now.plus(hint)))
        : gatewayTimeout.after(left, () -> finished(run, request, now.plus(left)));
  }

  private SimulatedRun start(ApiCall call, ChatRequest request) {
    JettyExtension block = request.jetty();
    String collectionName = required("collection", block.collection());
    String taskName = required("task", block.task());
    SimulatedCollection collection = lookup.collection(call, collectionName);
    call.caller().requireWrite();
    String runbook = request.instructions();
    if (runbook.isBlank()) {
      throw ApiError.openAi(400, "Runbook mode takes the runbook as the system message");
    }
    ObjectNode initParams = block.settings().deepCopy();
    initParams.put("instruction", runbook);
    initParams.put("prompt", request.prompt());
    initParams.put("model", request.model());
    initParams.set("file_paths", filePaths(collection, block, call.now()));
    Task stored = collection.task(taskName);
    if (stored != null) {
      initParams.remove(FROM_TASK);
    }
    Task task = stored == null ? new Task(0, collection, taskName, workflow(), call.now()) : stored;
    SimulatedRun run =
        launcher.start(task, initParams, block.secretNames(), null, block.webhookUrl(), call.now());
    block
        .labels()
        .forEach(
            (key, value) ->
                run.labels()
                    .addObject()
                    .put("key", key)
                    .put("value", value)
                    .put("created", call.now().toString())
                    .put("author", "api"));
    return run;
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw ApiError.openAi(400, "jetty." + field + " is required in runbook mode");
    }
    return value;
  }

  private static ArrayNode filePaths(
      SimulatedCollection collection, JettyExtension block, Instant now) {
    ArrayNode paths = Json.array(block.filePaths());
    for (String id : block.fileIds()) {
      StorageEntry file = collection.storage().findUpload(id, now);
      if (file == null) {
        throw ApiError.openAi(404, "File '" + id + "' not found");
      }
      paths.add(file.path());
    }
    return paths;
  }

  private static ObjectNode workflow() {
    ObjectNode config = Json.object().put("activity", "runbook");
    PARAMETERS.forEach(name -> config.put(name + "_path", "init_params." + name));
    config.put("template_variables_path", "init_params.vars");
    config.put("files_path", "init_params.file_paths");
    return workflow("run", config);
  }

  /** A workflow of one step. */
  static ObjectNode workflow(String step, ObjectNode config) {
    ObjectNode workflow = Json.object();
    workflow.putObject("step_configs").set(step, config);
    workflow.putArray("steps").add(step);
    return workflow;
  }

  private static ChatCompletionJson completion(String id, ChatRequest request, Instant now) {
    return new ChatCompletionJson("chatcmpl-" + id, request.model(), now);
  }

  private static ApiResponse unfinished(SimulatedRun run, ChatRequest request, Instant now) {
    ObjectNode json =
        completion(run.workflowId(), request, now)
            .body("The runbook is still running.", ChatCompletionJson.STOP, usage(Json.object()));
    json.putObject("jetty_metadata")
        .put("status", RunStatus.RUNNING.label())
        .put("workflow_id", run.workflowId());
    return ApiResponse.json(202, json);
  }

  private static ApiResponse finished(SimulatedRun run, ChatRequest request, Instant now) {
    ObjectNode outputs = run.plan().lastOutputs();
    ObjectNode json =
        completion(run.id(), request, now)
            .body(summary(run, now), ChatCompletionJson.STOP, usage(outputs));
    json.set("files", files(outputs));
    return ApiResponse.ok(json.set("jetty_metadata", metadata(run, now)));
  }

  /** Returns how the run ended, in a sentence. */
  static String summary(SimulatedRun run, Instant now) {
    String error =
        run.plan().steps().stream()
            .filter(step -> step.error() != null)
            .map(step -> ": " + step.error())
            .findFirst()
            .orElse("");
    return "The run is %s (simulated: no agent ran)%s"
        .formatted(run.status(now).label(), run.plan().fails() ? error : "");
  }

  /** Returns everything about a run that is not in the completion. */
  static ObjectNode metadata(SimulatedRun run, Instant now) {
    return Json.object()
        .put("trajectory_id", run.id())
        .put("workflow_id", run.workflowId())
        .put("collection", run.collection().name())
        .put("task", run.task())
        .put("storage_path", run.storagePath())
        .put("status", run.status(now).label());
  }

  static ArrayNode files(ObjectNode outputs) {
    return outputs.path("results_files") instanceof ArrayNode files ? files : Json.array();
  }

  static ObjectNode usage(ObjectNode outputs) {
    return outputs.path("usage") instanceof ObjectNode usage ? usage : TokenUsage.json(0, 0);
  }
}
