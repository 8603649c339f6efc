package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.engine.RunLauncher;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.Response;
import io.jettymcp.simulator.http.StreamChunk;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.StepRun;
import io.jettymcp.simulator.model.Task;
import io.jettymcp.text.Truncate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Chat requests that are passed on to a model. Each is recorded as a run with one step. */
final class ChatPassthrough {
  private static final String STEP = "completion";
  private static final String DEFAULT_TASK = "_chat";
  private static final int CHUNK_LENGTH = 16;

  private final ResourceLookup lookup;
  private final RunLauncher launcher;

  ChatPassthrough(ResourceLookup lookup, RunLauncher launcher) {
    this.lookup = lookup;
    this.launcher = launcher;
  }

  Response handle(ApiCall call, ChatRequest request) {
    SimulatedRun run = start(call, request);
    StepRun step = run.plan().steps().get(0);
    if (step.error() != null) {
      throw ApiError.openAi(400, step.error());
    }
    ObjectNode outputs = step.outputs();
    String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    ChatCompletionJson completion = new ChatCompletionJson(id, request.model(), call.now());
    ObjectNode metadata = metadata(request, run);
    Duration left = run.remaining(call.now());
    if (request.streams()) {
      Deque<StreamChunk> chunks =
          new ArrayDeque<>(chunks(completion, outputs, request, metadata, left));
      return new Response.Stream("text/event-stream", chunks::remove);
    }
    String text = outputs.path("text").asString("");
    ObjectNode body = completion.body(text, finishReason(outputs), usage(outputs));
    body.setAll(metadata);
    return new Response.Delayed(left, () -> ApiResponse.ok(body));
  }

  private SimulatedRun start(ApiCall call, ChatRequest request) {
    SimulatedCollection collection = collection(call, request.jetty().collection());
    call.caller().requireWrite();
    String named = request.jetty().task();
    String name = named == null || named.isBlank() ? DEFAULT_TASK : named;
    Task task = new Task(0, collection, name, workflow(request), call.now());
    ObjectNode initParams =
        Json.object().put("prompt", request.prompt()).put("system_prompt", request.context());
    return launcher.start(
        task,
        initParams,
        request.jetty().secretNames(),
        null,
        request.jetty().webhookUrl(),
        call.now());
  }

  /** Returns the fields of Jetty's own, which name the run only if the request names its task. */
  private static ObjectNode metadata(ChatRequest request, SimulatedRun run) {
    ObjectNode own = Json.object();
    if (namesTask(request)) {
      own.putObject("jetty_metadata")
          .put("trajectory_id", run.id())
          .put("collection", run.collection().name())
          .put("mode", "passthrough");
    }
    return own;
  }

  private static boolean namesTask(ChatRequest request) {
    String task = request.jetty().task();
    return task != null && !task.isBlank();
  }

  private SimulatedCollection collection(ApiCall call, @Nullable String named) {
    String name = named == null ? call.caller().scope() : named;
    if (name == null) {
      throw ApiError.openAi(400, "jetty.collection is required with a token of no collection");
    }
    return lookup.collection(call, name);
  }

  private static ObjectNode workflow(ChatRequest request) {
    ObjectNode config =
        Json.object()
            .put("activity", "litellm_chat")
            .put("model", request.model())
            .put("prompt_path", "init_params.prompt")
            .put("system_prompt_path", "init_params.system_prompt");
    config.set("response_format", request.responseFormat());
    config.put("max_tokens", request.maxTokens());
    return RunbookRequests.workflow(STEP, config);
  }

  private static List<StreamChunk> chunks(
      ChatCompletionJson completion,
      ObjectNode outputs,
      ChatRequest request,
      ObjectNode metadata,
      Duration left) {
    List<String> pieces = pieces(outputs.path("text").asString(""));
    Duration delay = left.dividedBy(pieces.size() + 1L);
    List<StreamChunk> chunks = new ArrayList<>();
    chunks.add(StreamChunk.of(ChatCompletionJson.event(completion.firstChunk()), delay));
    for (String piece : pieces) {
      chunks.add(StreamChunk.of(ChatCompletionJson.event(completion.contentChunk(piece)), delay));
    }
    ObjectNode last = completion.lastChunk(finishReason(outputs));
    last.setAll(metadata);
    String end = ChatCompletionJson.event(last);
    if (request.includesUsage()) {
      end += ChatCompletionJson.event(completion.usageChunk(usage(outputs)));
    }
    chunks.add(StreamChunk.last(end + ChatCompletionJson.DONE));
    return chunks;
  }

  /** Splits a text without splitting a surrogate pair. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = Truncate.boundary(text, Math.min(from + CHUNK_LENGTH, text.length()));
      pieces.add(text.substring(from, end));
      from = end;
    }
    return pieces;
  }

  private static String finishReason(ObjectNode outputs) {
    return outputs.path("finish_reason").asString(ChatCompletionJson.STOP);
  }

  private static ObjectNode usage(ObjectNode outputs) {
    return outputs.path("usage").asObject();
  }
}
