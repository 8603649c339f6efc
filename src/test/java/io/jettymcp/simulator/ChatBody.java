package io.jettymcp.simulator;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a chat request. */
final class ChatBody {
  static final String PATH = "/v1/chat/completions";

  private final ObjectNode json = SimulatorJson.object();
  private final ArrayNode messages = json.putArray("messages");

  static ChatBody of(String model) {
    ChatBody body = new ChatBody();
    body.json.put("model", model);
    return body;
  }

  /** One that asks for a run of this runbook as a task of acme. */
  static ChatBody runbook(String task, String runbook) {
    ChatBody body = of("claude-sonnet-4-6").says("system", runbook).says("user", "Go on.");
    body.jetty().put("runbook", true).put("collection", "acme").put("task", task);
    return body;
  }

  ChatBody says(String role, String content) {
    messages.addObject().put("role", role).put("content", content);
    return this;
  }

  ChatBody streamed() {
    json.put("stream", true);
    return this;
  }

  ChatBody with(String field, String value) {
    json.set(field, SimulatorJson.parse(value.replace('\'', '"')));
    return this;
  }

  ChatBody jetty(String field, String value) {
    jetty().set(field, SimulatorJson.parse(value.replace('\'', '"')));
    return this;
  }

  private ObjectNode jetty() {
    return json.path("jetty") instanceof ObjectNode block ? block : json.putObject("jetty");
  }

  @Override
  public String toString() {
    return SimulatorJson.write(json);
  }
}
