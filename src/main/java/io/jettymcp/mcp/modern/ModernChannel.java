package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.HostChannel;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.call.McpClient;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Connects a request with a host that answers questions by repeating the request. */
final class ModernChannel implements HostChannel {
  private final ModernCall call;
  private final boolean hasTasks;

  /**
   * @param hasTasks whether this server makes tasks
   */
  ModernChannel(ModernCall call, boolean hasTasks) {
    this.call = call;
    this.hasTasks = hasTasks;
  }

  @Override
  public boolean hasForms() {
    return call.meta().hasForms();
  }

  @Override
  public boolean hasPages() {
    return call.meta().hasPages();
  }

  @Override
  public boolean supportsLinks() {
    return true;
  }

  @Override
  public boolean followsTasks() {
    return hasTasks && call.meta().hasExtension(Extensions.TASKS);
  }

  @Override
  public Mono<ElicitResult> elicit(String key, McpSchema.ElicitRequest request) {
    ObjectNode question = Json.object();
    question.put("method", McpSchema.METHOD_ELICITATION_CREATE);
    ObjectNode params = McpJson.mapper().valueToTree(request);
    params.remove("elicitationId");
    question.set("params", params);
    return call.ask(Map.of(key, question))
        .map(answers -> result(answers.getOrDefault(key, Json.object())));
  }

  private static ElicitResult result(JsonNode answer) {
    if (!answer.path("action").isString()) {
      throw McpClient.Unanswered.malformed("is malformed: it has no action");
    }
    try {
      return McpJson.mapper().treeToValue(answer, ElicitResult.class);
    } catch (JacksonException e) {
      throw McpClient.Unanswered.malformed("is malformed: it is no result of that method");
    }
  }

  /** Asks each time: nothing is remembered from one request to the next. */
  @Override
  public Mono<String> once(Predicate<String> isValid, Mono<String> question) {
    return question;
  }

  @Override
  public Mono<Void> mayChange() {
    return call.mayChange();
  }

  @Override
  public Mono<Void> progress(McpSchema.ProgressNotification notification) {
    return Mono.fromRunnable(
        () ->
            call.send(
                new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_PROGRESS, notification)));
  }

  @Override
  public Optional<String> header(String name) {
    return call.header(name);
  }
}
