package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes a chat completion: in one piece, and in chunks. */
record ChatCompletionJson(String id, String model, Instant created) {
  static final String STOP = "stop";

  /** A comment line, which keeps a silent stream open. */
  static final String KEEP_ALIVE = ": keep-alive\n\n";

  static final String DONE = "data: [DONE]\n\n";

  /** The body of a response that is not streamed. */
  ObjectNode body(String content, String finishReason, ObjectNode usage) {
    ObjectNode json = head("chat.completion");
    ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", content);
    choice.put("finish_reason", finishReason);
    return json.set("usage", usage);
  }

  ObjectNode firstChunk() {
    return chunk(Json.object().put("role", "assistant").put("content", ""), null);
  }

  ObjectNode contentChunk(String content) {
    return chunk(Json.object().put("content", content), null);
  }

  ObjectNode lastChunk(String finishReason) {
    return chunk(Json.object(), finishReason);
  }

  /** Follows the last chunk if the caller asked for the usage. */
  ObjectNode usageChunk(ObjectNode usage) {
    ObjectNode json = head("chat.completion.chunk");
    json.putArray("choices");
    return json.set("usage", usage);
  }

  /** Writes a chunk as a server-sent event. */
  static String event(ObjectNode chunk) {
    return "data: " + chunk + "\n\n";
  }

  private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
    ObjectNode json = head("chat.completion.chunk");
    ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finishReason);
    return json;
  }

  private ObjectNode head(String object) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", created.getEpochSecond())
        .put("model", model);
  }
}
