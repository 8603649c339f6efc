package io.jettymcp.protocol;

import io.jettymcp.spelling.NearestName;
import io.jettymcp.tool.Tool;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpNotificationHandler;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * MCP sessions over our tools. The SDK's own server builder is not used: it checks every schema at
 * start-up and cannot be cancelled; its sessions are, with handlers of ours.
 */
public final class McpSessions implements McpServerSession.Factory {
  /** Revisions we speak, oldest first. */
  static final List<String> REVISIONS =
      List.of(
          ProtocolVersions.MCP_2024_11_05,
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  /** How long a person may take to answer a question. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);

  private final ToolCalls calls;
  private final McpSchema.Implementation server;
  private final String instructions;
  private final JsonMapper mapper;
  private final ObjectNode listing;

  public McpSessions(ToolCalls calls, String version, String instructions, JsonMapper mapper) {
    this.calls = calls;
    this.server = McpSchema.Implementation.builder("jetty-mcp", version).title("Jetty").build();
    this.instructions = instructions;
    this.mapper = mapper;
    this.listing = Listing.of(calls.offer());
  }

  @Override
  public McpServerSession create(McpServerTransport transport) {
    McpRequestHandler<ObjectNode> ping = (exchange, params) -> Mono.just(mapper.createObjectNode());
    McpRequestHandler<ObjectNode> list = (exchange, params) -> Mono.just(listing);
    McpRequestHandler<ObjectNode> call = this::call;
    Map<String, McpRequestHandler<?>> requests =
        Map.of(
            McpSchema.METHOD_PING, ping,
            McpSchema.METHOD_TOOLS_LIST, list,
            McpSchema.METHOD_TOOLS_CALL, call);
    Map<String, McpNotificationHandler> notifications =
        Map.of(
            McpSchema.METHOD_NOTIFICATION_INITIALIZED, (exchange, params) -> Mono.empty(),
            McpSchema.METHOD_NOTIFICATION_ROOTS_LIST_CHANGED, (exchange, params) -> Mono.empty());
    return new McpServerSession(
        UUID.randomUUID().toString(),
        ANSWER_WITHIN,
        transport,
        this::initialize,
        requests,
        notifications);
  }

  /** Agrees on the revision asked for if we speak it, else offers our newest. */
  private Mono<McpSchema.InitializeResult> initialize(McpSchema.InitializeRequest request) {
    String asked = request.protocolVersion();
    String agreed = REVISIONS.contains(asked) ? asked : REVISIONS.get(REVISIONS.size() - 1);
    return Mono.just(
        McpSchema.InitializeResult.builder(
                agreed, McpSchema.ServerCapabilities.builder().tools(false).build(), server)
            .instructions(instructions)
            .build());
  }

  private Mono<ObjectNode> call(McpAsyncServerExchange exchange, Object params) {
    JsonNode request = mapper.valueToTree(params);
    Tool tool = tool(request.path("name"));
    JsonNode arguments = request.path("arguments");
    if (!arguments.isObject() && !arguments.isMissingNode() && !arguments.isNull()) {
      throw invalid("\"arguments\" must be an object.");
    }
    ObjectNode given = arguments instanceof ObjectNode object ? object : mapper.createObjectNode();
    HostPeer peer = new HostPeer(exchange, token(request.path("_meta").path("progressToken")));
    return calls
        .call(tool, given, peer)
        .doOnTerminate(peer::end)
        .doOnCancel(peer::end)
        .map(this::result);
  }

  private Tool tool(JsonNode name) {
    if (!name.isString()) {
      throw invalid("\"name\" must be the name of a tool.");
    }
    return calls
        .offer()
        .find(name.stringValue())
        .orElseThrow(
            () -> {
              List<String> names = calls.offer().tools().stream().map(Tool::name).toList();
              return invalid(
                  "There is no such tool"
                      + NearestName.of(name.stringValue(), names)
                          .map(near -> "; did you mean " + near + "?")
                          .orElse(". tools/list lists all."));
            });
  }

  private static @Nullable Object token(JsonNode token) {
    if (token.isIntegralNumber()) {
      return token.numberValue();
    }
    return token.isString() ? token.stringValue() : null;
  }

  private static McpError invalid(String message) {
    return McpError.builder(McpSchema.ErrorCodes.INVALID_PARAMS).message(message).build();
  }

  private ObjectNode result(Answer answer) {
    ObjectNode result = mapper.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", answer.text());
    answer.structured().ifPresent(data -> result.set("structuredContent", data));
    return result.put("isError", answer.isError());
  }
}
