package io.jettymcp.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion, as OpenAI's with a block of Jetty's own.
 *
 * @param responseFormat JSON's null if none is asked for
 * @param maxTokens null for no limit
 */
record ChatRequest(
    String model,
    List<Message> messages,
    boolean streams,
    boolean includesUsage,
    @Nullable Integer maxTokens,
    JsonNode responseFormat,
    JettyExtension jetty) {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool");
  private static final Set<String> INSTRUCTIONS = Set.of("system", "developer");
  private static final int MAX_TOKENS = 1_000_000;

  /** One message; the text of several parts is put together. */
  record Message(String role, String text) {}

  ChatRequest {
    messages = List.copyOf(messages);
  }

  /** Reads the request, and refuses one that is not formed as it should be. */
  static ChatRequest read(RequestFields fields) {
    String model = fields.text("model");
    List<Message> messages = new ArrayList<>();
    for (RequestFields message : fields.each("messages")) {
      messages.add(message(message));
    }
    if (fields.raw("messages").isArray() && fields.raw("messages").isEmpty()) {
      fields.refuse("too_short", "messages", "List should have at least 1 item");
    }
    String limit = fields.gives("max_tokens") ? "max_tokens" : "max_completion_tokens";
    Integer maxTokens = fields.gives(limit) ? fields.whole(limit, 1, MAX_TOKENS) : null;
    boolean streams = fields.flag("stream", false);
    boolean includesUsage =
        fields.objectOrNull("stream_options") != null
            && fields.inside("stream_options").flag("include_usage", false);
    JsonNode format =
        fields.gives("response_format") ? fields.raw("response_format") : SimulatorJson.NULL;
    JettyExtension jetty =
        fields.objectOrNull("jetty") == null
            ? JettyExtension.NONE
            : JettyExtension.read(fields.inside("jetty"));
    fields.check();
    return new ChatRequest(model, messages, streams, includesUsage, maxTokens, format, jetty);
  }

  private static Message message(RequestFields fields) {
    String role = fields.text("role");
    if (fields.raw("role").isString() && !ROLES.contains(role)) {
      fields.refuse(
          "literal_error",
          "role",
          "Input should be 'system', 'developer', 'user', 'assistant' or 'tool'");
    }
    if (!fields.raw("content").isArray()) {
      boolean saysNothing = fields.raw("content").isNull() && role.equals("assistant");
      return new Message(role, saysNothing ? "" : fields.text("content"));
    }
    StringBuilder text = new StringBuilder();
    for (RequestFields part : fields.each("content")) {
      text.append(part.text("type").equals("text") ? part.text("text") : "");
    }
    return new Message(role, text.toString());
  }

  /** What the system says; in runbook mode, the runbook. */
  String instructions() {
    return messages.stream()
        .filter(message -> INSTRUCTIONS.contains(message.role()))
        .map(Message::text)
        .collect(Collectors.joining("\n\n"));
  }

  /** What the user says last. */
  String prompt() {
    return messages.stream()
        .filter(message -> message.role().equals("user"))
        .map(Message::text)
        .reduce("", (earlier, later) -> later);
  }

  /** Everything but what the user says last. */
  String context() {
    List<String> texts = new ArrayList<>(messages.stream().map(Message::text).toList());
    int last = texts.lastIndexOf(prompt());
    if (last >= 0) {
      texts.remove(last);
    }
    return String.join("\n", texts);
  }
}
