package io.jettymcp.simulator.api;

import io.jettymcp.simulator.http.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * A request for a chat completion: OpenAI's with a block of Jetty's own.
 *
 * @param responseFormat JSON's null for none
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
  private static final Set<String> INSTRUCTION_ROLES = Set.of("system", "developer");
  private static final int MAX_TOKENS = 1_000_000;

  /** One message; the texts of several parts are joined. */
  record Message(String role, String text) {}

  ChatRequest {
    messages = List.copyOf(messages);
  }

  static ChatRequest read(RequestFields fields) {
    String model = fields.string("model");
    List<Message> messages = fields.objects("messages").stream().map(ChatRequest::message).toList();
    if (fields.node("messages").isArray() && fields.node("messages").isEmpty()) {
      fields.addError("too_short", "messages", "List should have at least 1 item");
    }
    String limit = fields.isSet("max_tokens") ? "max_tokens" : "max_completion_tokens";
    Integer maxTokens = fields.isSet(limit) ? fields.integer(limit, 1, MAX_TOKENS) : null;
    boolean streams = fields.bool("stream", false);
    boolean includesUsage =
        fields.objectOrNull("stream_options") != null
            && fields.nested("stream_options").bool("include_usage", false);
    JsonNode format =
        fields.isSet("response_format") ? fields.node("response_format") : NullNode.getInstance();
    JettyExtension jetty =
        fields.objectOrNull("jetty") == null
            ? JettyExtension.NONE
            : JettyExtension.read(fields.nested("jetty"));
    fields.throwIfInvalid();
    return new ChatRequest(model, messages, streams, includesUsage, maxTokens, format, jetty);
  }

  private static Message message(RequestFields fields) {
    String role = fields.string("role");
    if (fields.node("role").isString() && !ROLES.contains(role)) {
      fields.addError(
          "literal_error",
          "role",
          "Input should be 'system', 'developer', 'user', 'assistant' or 'tool'");
    }
    if (!fields.node("content").isArray()) {
      boolean empty = fields.node("content").isNull() && role.equals("assistant");
      return new Message(role, empty ? "" : fields.string("content"));
    }
    StringBuilder text = new StringBuilder();
    for (RequestFields part : fields.objects("content")) {
      text.append(part.string("type").equals("text") ? part.string("text") : "");
    }
    return new Message(role, text.toString());
  }

  /** Returns the system messages; in runbook mode, the runbook. */
  String instructions() {
    return messages.stream()
        .filter(message -> INSTRUCTION_ROLES.contains(message.role()))
        .map(Message::text)
        .collect(Collectors.joining("\n\n"));
  }

  /** Returns the last message of the user. */
  String prompt() {
    return messages.stream()
        .filter(message -> message.role().equals("user"))
        .map(Message::text)
        .reduce("", (earlier, later) -> later);
  }

  /** Returns every message but the last one of the user. */
  String context() {
    List<String> texts = new ArrayList<>(messages.stream().map(Message::text).toList());
    int last = texts.lastIndexOf(prompt());
    if (last >= 0) {
      texts.remove(last);
    }
    return String.join("\n", texts);
  }
}
