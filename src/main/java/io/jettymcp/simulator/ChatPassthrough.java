package io.jettymcp.simulator;

import io.jettymcp.text.Truncate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Chat requests that go on to a model. Each is recorded as a run with one step. */
final class ChatPassthrough {
  private static final String STEP = "completion";
  private static final String TASK = "_chat";
  private static final int PIECE = 16;

  private final SimulatedJetty jetty;
  private final RunLauncher launcher;

  ChatPassthrough(SimulatedJetty jetty, RunLauncher launcher) {
    this.jetty = jetty;
    this.launcher = launcher;
  }

  Response answer(ApiCall call, ChatRequest request) {
    SimulatedRun run = record(call, request);
    StepRun step = run.plan().steps().get(0);
    if (step.error() != null) {
      throw ApiError.error(400, step.error());
    }
    String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    ChatCompletionJson completion = new ChatCompletionJson(id, request.model(), call.now());
    Duration left = run.remaining(call.now());
    if (request.streams()) {
      Deque<StreamChunk> beats = new ArrayDeque<>(beats(completion, step.outputs(), request, left));
      return new Response.Stream("text/event-stream", beats::remove);
    }
    String text = step.outputs().path("text").asString("");
    ObjectNode whole = completion.whole(text, finishReason(step.outputs()), usage(step.outputs()));
    return new Response.Later(left, () -> ApiResponse.ok(whole));
  }

  private SimulatedRun record(ApiCall call, ChatRequest request) {
    SimulatedCollection collection = collection(call, request.jetty().collection());
    call.caller().mustWrite();
    String named = request.jetty().task();
    String name = named == null || named.isBlank() ? TASK : named;
    Task task = new Task(0, collection, name, workflow(request), call.now());
    ObjectNode initParams =
        SimulatorJson.object()
            .put("prompt", request.prompt())
            .put("system_prompt", request.context());
    return launcher.start(
        task,
        initParams,
        request.jetty().secretNames(),
        null,
        request.jetty().webhookUrl(),
        call.now());
  }

  private SimulatedCollection collection(ApiCall call, @Nullable String named) {
    String name = named == null ? call.caller().scope() : named;
    if (name == null) {
      throw ApiError.error(400, "jetty.collection is required with a token of no collection");
    }
    return call.caller().enter(jetty.collection(name));
  }

  private static ObjectNode workflow(ChatRequest request) {
    ObjectNode config =
        SimulatorJson.object()
            .put("activity", "litellm_chat")
            .put("model", request.model())
            .put("prompt_path", "init_params.prompt")
            .put("system_prompt_path", "init_params.system_prompt");
    config.set("response_format", request.responseFormat());
    config.put("max_tokens", request.maxTokens());
    ObjectNode workflow = SimulatorJson.object();
    workflow.putObject("step_configs").set(STEP, config);
    workflow.putArray("steps").add(STEP);
    return workflow;
  }

  private static List<StreamChunk> beats(
      ChatCompletionJson completion, ObjectNode outputs, ChatRequest request, Duration left) {
    List<String> pieces = pieces(outputs.path("text").asString(""));
    Duration pause = left.dividedBy(pieces.size() + 1L);
    List<StreamChunk> beats = new ArrayList<>();
    beats.add(StreamChunk.of(ChatCompletionJson.event(completion.firstChunk()), pause));
    for (String piece : pieces) {
      beats.add(StreamChunk.of(ChatCompletionJson.event(completion.textChunk(piece)), pause));
    }
    String end = ChatCompletionJson.event(completion.lastChunk(finishReason(outputs)));
    if (request.includesUsage()) {
      end += ChatCompletionJson.event(completion.usageChunk(usage(outputs)));
    }
    beats.add(StreamChunk.last(end + ChatCompletionJson.DONE));
    return beats;
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = Truncate.boundary(text, Math.min(from + PIECE, text.length()));
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
