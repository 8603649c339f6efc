package io.jettymcp.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of a chat completion: in one piece, and in chunks. */
record ChatCompletionJson(String id, String model, Instant created) {
  static final String STOP = "stop";

  /** A comment line, which keeps a silent stream open. */
  static final String KEEP_ALIVE = ": keep-alive\n\n";

  static final String DONE = "data: [DONE]\n\n";

  /** The answer that is not streamed. */
  ObjectNode whole(String text, String finishReason, ObjectNode usage) {
    ObjectNode json = head("chat.completion");
    ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.put("finish_reason", finishReason);
    return json.set("usage", usage);
  }

  ObjectNode firstChunk() {
    return chunk(SimulatorJson.object().put("role", "assistant").put("content", ""), null);
  }

  ObjectNode textChunk(String text) {
    return chunk(SimulatorJson.object().put("content", text), null);
  }

  ObjectNode lastChunk(String finishReason) {
    return chunk(SimulatorJson.object(), finishReason);
  }

  /** What comes after the last chunk if the caller asked for the usage. */
  ObjectNode usageChunk(ObjectNode usage) {
    ObjectNode json = head("chat.completion.chunk");
    json.putArray("choices");
    return json.set("usage", usage);
  }

  /** A chunk as one event of the stream. */
  static String event(ObjectNode chunk) {
    return "data: " + SimulatorJson.write(chunk) + "\n\n";
  }

  private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
    ObjectNode json = head("chat.completion.chunk");
    ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finishReason);
    return json;
  }

  private ObjectNode head(String object) {
    return SimulatorJson.object()
        .put("id", id)
        .put("object", object)
        .put("created", created.getEpochSecond())
        .put("model", model);
  }
}
