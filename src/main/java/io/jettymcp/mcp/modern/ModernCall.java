package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves the handler of one request. */
public final class ModernCall {
  private final JsonNode id;
  private final String owner;
  private final RequestMeta meta;
  private final Questions questions;
  private final Map<String, Object> headers;
  private final Consumer<JSONRPCMessage> back;

  /**
   * @param id of the request
   * @param owner of the token that the request came with
   * @param headers of its transport, by name in lower case
   * @param back sends notifications to the host before the response
   */
  ModernCall(
      JsonNode id,
      String owner,
      RequestMeta meta,
      Questions questions,
      Map<String, Object> headers,
      Consumer<JSONRPCMessage> back) {
    this.id = id;
    this.owner = owner;
    this.meta = meta;
    this.questions = questions;
    this.headers = headers;
    this.back = back;
  }

  JsonNode id() {
    return id;
  }

  public String owner() {
    return owner;
  }

  public RequestMeta meta() {
    return meta;
  }

  /**
   * Returns the answers to questions by their keys. Never completes if one is missing: this run of
   * the handler is cancelled, the host repeats the request with the answers, and the handler runs
   * again from its start. So it must change nothing before its last question. The request fails if
   * it does not declare the capability that a question needs.
   *
   * @param requests what to ask: a method and its params
   */
  public Mono<Map<String, JsonNode>> ask(Map<String, ObjectNode> requests) {
    return questions.ask(requests);
  }

  /**
   * Completes once the request may change something. Fails with a {@link io.jettymcp.jetty.Failure}
   * if its user refused a question that is no longer asked. Never completes if its state was used
   * before: then the request fails.
   */
  Mono<Void> mayChange() {
    return questions.mayChange();
  }

  /** Sends a notification before the response. */
  public void notify(String method, ObjectNode params) {
    back.accept(new JSONRPCNotification(method, params));
  }

  void send(JSONRPCMessage message) {
    back.accept(message);
  }

  Optional<String> header(String name) {
    return headers.get(name) instanceof String value ? Optional.of(value) : Optional.empty();
  }

  /** Makes the {@code _meta} of a notification of a subscription. */
  ObjectNode subscription() {
    ObjectNode meta = Json.object();
    meta.set(RequestMeta.SUBSCRIPTION_ID, id);
    return meta;
  }
}
