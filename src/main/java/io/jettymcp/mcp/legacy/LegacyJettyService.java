package io.jettymcp.mcp.legacy;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.Operations;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves the operations to hosts that start with {@code initialize}. The SDK's server builder is
 * not used: it validates every schema at start-up, and its calls cannot be cancelled.
 */
public final class LegacyJettyService implements LegacyService {
  private final Operations operations;
  private final String version;
  private final String instructions;
  private final Map<String, McpRequestHandler<?>> handlers = new HashMap<>();

  public LegacyJettyService(Operations operations, String version, String instructions) {
    this.operations = operations;
    this.version = version;
    this.instructions = instructions;
    handlers.put(McpSchema.METHOD_PING, (exchange, params) -> Mono.just(Json.object()));
    operations.byMethod().forEach((method, operation) -> handlers.put(method, handler(operation)));
  }

  private static McpRequestHandler<ObjectNode> handler(Operations.Operation operation) {
    return (exchange, sent) -> operation.run(tree(sent), new SessionChannel(exchange));
  }

  private static JsonNode tree(@Nullable Object params) {
    return params instanceof JsonNode tree ? tree : Json.object();
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    return handlers;
  }

  @Override
  public InitializeResponse initialize(String revision) {
    return InitializeResponse.of(
        revision,
        new InitializeResponse.Capabilities(operations.hasCompletions(), operations.hasPrompts()),
        version,
        instructions);
  }
}
