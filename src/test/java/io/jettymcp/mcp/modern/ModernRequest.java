package io.jettymcp.mcp.modern;

import io.jettymcp.mcp.McpJson;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request of a host of the modern era, and what comes back. */
public final class ModernRequest {
  /** What the request says of its host, for params in JSON: it can do nothing. */
  public static final String META = meta("{}");

  public final List<JsonNode> notifications = new CopyOnWriteArrayList<>();
  private final ModernDispatcher dispatcher;
  private final String method;
  private final JsonNode params;

  public ModernRequest(ModernDispatcher dispatcher, String method, String params) {
    this.dispatcher = dispatcher;
    this.method = method;
    this.params = McpJson.mapper().readTree(params);
  }

  /** Makes the {@code _meta} of a host with these capabilities. */
  public static String meta(String capabilities) {
    return """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":%s}"""
        .formatted(capabilities);
  }

  public Mono<ObjectNode> start() {
    return Mono.defer(() -> dispatcher.accept(method, params).handle("7", Map.of(), this::receive))
        .map(result -> (ObjectNode) result);
  }

  private void receive(JSONRPCMessage message) {
    notifications.add(McpJson.mapper().valueToTree(message));
  }

  public ObjectNode result() {
    return start().blockOptional(Duration.ofSeconds(20)).orElseThrow();
  }

  public McpError error() {
    try {
      throw new AssertionError("There is a result: " + result());
    } catch (McpError e) {
      return e;
    }
  }

  public int errorCode() {
    return error().getJsonRpcError().code();
  }
}
