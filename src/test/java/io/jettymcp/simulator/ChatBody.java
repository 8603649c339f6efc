package io.jettymcp.simulator;

import io.jettymcp.json.Json;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a chat request. */
public final class ChatBody {
  public static final String PATH = "/v1/chat/completions";

  private final ObjectNode json = Json.object();
  private final ArrayNode messages = json.putArray("messages");

  public static ChatBody of(String model) {
    ChatBody body = new ChatBody();
    body.json.put("model", model);
    return body;
  }

  /** A request to run this runbook as a task of acme. */
  public static ChatBody runbook(String task, String runbook) {
    ChatBody body = of("claude-sonnet-4-6").message("system", runbook).message("user", "Go on.");
    body.jetty().put("runbook", true).put("collection", "acme").put("task", task);
    return body;
  }

  public ChatBody message(String role, String content) {
    messages.addObject().put("role", role).put("content", content);
    return this;
  }

  public ChatBody streamed() {
    json.put("stream", true);
    return this;
  }

  /** Sets a field to a JSON value. */
  public ChatBody with(String field, String value) {
    json.set(field, JsonMapper.shared().readTree(value));
    return this;
  }

  public ChatBody withText(String field, String value) {
    json.put(field, value);
    return this;
  }

  /** Sets a field of Jetty's block to a JSON value. */
  public ChatBody jetty(String field, String value) {
    jetty().set(field, JsonMapper.shared().readTree(value));
    return this;
  }

  public ChatBody jettyText(String field, String value) {
    jetty().put(field, value);
    return this;
  }

  private ObjectNode jetty() {
    return json.path("jetty") instanceof ObjectNode block ? block : json.putObject("jetty");
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
