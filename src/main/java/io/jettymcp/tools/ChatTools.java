package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Declares the tool that asks a model through Jetty, without a task. */
final class ChatTools {
  private static final Param<String> MODEL =
      Param.text("model", "E.g. gpt-4o-mini").existing().required();
  private static final Param<String> PROMPT = Param.text("prompt", "User message");
  private static final Param<List<ObjectNode>> MESSAGES =
      Param.objects("messages", "Instead of prompt: {role, content} each", 500);
  private static final Param<String> SYSTEM = Param.text("system", "System message");
  private static final Param<Double> TEMPERATURE = Param.number("temperature", "Randomness", 0, 2);
  private static final Param<Integer> MAX_TOKENS =
      Param.integer("max_tokens", "Of the answer", 1, 1_000_000);
  private static final Param<String> RECORDING_TASK = Param.name("task", "Task that records it");

  /** The task under which Jetty records answers where a call names none. */
  private static final String DEFAULT_RECORDING_TASK = "_chat";

  static final Tool CHAT_COMPLETION =
      Tool.named("chat-completion", "Ask a model")
          .in(Toolset.CHAT)
          .about(
              "Sends a prompt or a conversation to a model and returns its answer. Costs tokens.")
          .effect(Effect.ADD)
          .takes(
              MODEL, PROMPT, MESSAGES, SYSTEM, TEMPERATURE, MAX_TOKENS, RECORDING_TASK, COLLECTION)
          .gives(() -> ChatCompletion.Answer.VIEW)
          .runs(ChatTools::complete);

  static final List<Tool> ALL = List.of(CHAT_COMPLETION);

  private ChatTools() {}

  private static Mono<Result> complete(Call call) {
    Args in = call.in();
    String task = in.find(RECORDING_TASK).orElse(DEFAULT_RECORDING_TASK);
    ChatCompletion completion = new ChatCompletion(new TaskRef(in.get(COLLECTION), task));
    Request request =
        Request.post("/v1/chat/completions")
            .json(body(in))
            .handling(new ResponseHandling.Events(completion::add));
    Mono<Result> answer =
        call.send(request)
            .map(Reply::body)
            .doOnNext(completion::add)
            .map(end -> completion.result())
            .onErrorResume(Failure.class, completion::afterBreak);
    call.progress(completion::progress);
    return answer;
  }

  private static ObjectNode body(Args in) {
    ObjectNode body = Json.object().put("model", in.get(MODEL));
    body.set("messages", messages(in));
    in.find(TEMPERATURE).ifPresent(value -> body.put("temperature", value));
    in.find(MAX_TOKENS).ifPresent(value -> body.put("max_tokens", value));
    body.put("stream", true).putObject("stream_options").put("include_usage", true);
    // Without "runbook", the block only decides whose keys are used and which task records it.
    ObjectNode jetty = body.putObject("jetty").put("collection", in.get(COLLECTION));
    in.find(RECORDING_TASK).ifPresent(task -> jetty.put("task", task));
    return body;
  }

  private static ArrayNode messages(Args in) {
    if (in.has(PROMPT) == in.has(MESSAGES)) {
      throw new BadArguments("prompt", "Give either \"prompt\" or \"messages\".");
    }
    ArrayNode messages = Json.array();
    in.find(SYSTEM).ifPresent(text -> messages.add(message("system", text)));
    in.find(PROMPT).ifPresent(text -> messages.add(message("user", text)));
    in.find(MESSAGES).orElse(List.of()).forEach(message -> messages.add(checked(message)));
    return messages;
  }

  private static ObjectNode message(String role, String text) {
    return Json.object().put("role", role).put("content", text);
  }

  /**
   * Accepts any role, which is for the model to check, and strings or lists of parts as content.
   */
  private static ObjectNode checked(ObjectNode message) {
    JsonNode content = message.path("content");
    if (Json.text(message, "role").isEmpty() || !(content.isString() || content.isArray())) {
      throw new BadArguments(
          "messages", "Each of \"messages\" needs a \"role\", such as \"user\", and \"content\".");
    }
    return message;
  }
}
