package io.jettymcp.mcp;

import io.jettymcp.guide.Prompt;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Tool;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves tools, prompts, resources and completion as methods of MCP. The SDK's server builder is
 * not used: it validates every schema at start-up, and its calls cannot be cancelled.
 */
public final class JettyService implements McpService {
  private final ToolCalls calls;
  private final String version;
  private final String instructions;
  private final Prompts prompts;
  private final ResourceList resources;
  private final ResourceContents contents;
  private final ArgumentCompletion completion;
  private final Map<String, McpRequestHandler<?>> handlers;

  public JettyService(ToolCalls calls, String version, String instructions) {
    this.calls = calls;
    this.version = version;
    this.instructions = instructions;
    this.prompts = new Prompts(Prompt.ALL, calls);
    this.resources = new ResourceList(calls);
    this.contents = new ResourceContents(calls);
    this.completion = new ArgumentCompletion(calls, prompts, resources.kinds());
    this.handlers = allHandlers();
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    return handlers;
  }

  private Map<String, McpRequestHandler<?>> allHandlers() {
    Map<String, McpRequestHandler<?>> handlers = new HashMap<>();
    handlers.put(McpSchema.METHOD_PING, at(params -> Json.object()));
    handlers.put(McpSchema.METHOD_TOOLS_LIST, at(this::tools));
    handlers.put(McpSchema.METHOD_TOOLS_CALL, toolCall());
    if (hasResources()) {
      handlers.put(McpSchema.METHOD_RESOURCES_TEMPLATES_LIST, at(resources::templates));
      handlers.put(
          McpSchema.METHOD_RESOURCES_LIST, handler((params, client) -> resources.list(params)));
      handlers.put(McpSchema.METHOD_RESOURCES_READ, handler(contents::read));
    }
    if (!prompts.isEmpty()) {
      handlers.put(McpSchema.METHOD_PROMPT_LIST, at(prompts::list));
      handlers.put(McpSchema.METHOD_PROMPT_GET, handler(prompts::get));
    }
    if (hasCompletions()) {
      handlers.put(
          McpSchema.METHOD_COMPLETION_COMPLETE,
          handler((params, client) -> completion.complete(params)));
    }
    return handlers;
  }

  private ObjectNode tools(JsonNode params) {
    RpcErrors.refuseCursor(params);
    return ToolList.of(calls.enabledTools());
  }

  private boolean hasResources() {
    return !resources.kinds().isEmpty();
  }

  private boolean hasCompletions() {
    return hasResources() || !prompts.isEmpty();
  }

  private McpRequestHandler<ObjectNode> at(Function<JsonNode, ObjectNode> answer) {
    return (exchange, params) -> Mono.fromCallable(() -> answer.apply(tree(params)));
  }

  /** Wraps work that takes time: it can be cancelled and reports progress. */
  private McpRequestHandler<ObjectNode> handler(
      BiFunction<JsonNode, McpClient, Mono<ObjectNode>> work) {
    return (exchange, sent) -> {
      JsonNode params = tree(sent);
      ElicitingClient client =
          new ElicitingClient(exchange, token(params.path("_meta").path("progressToken")));
      return CallTrace.under(
          params,
          exchange.transportContext(),
          client.reportDuring(Mono.defer(() -> work.apply(params, client))));
    };
  }

  private static JsonNode tree(@Nullable Object params) {
    return params instanceof JsonNode tree ? tree : Json.object();
  }

  private static @Nullable Object token(JsonNode token) {
    if (token.isNumber() && Json.isFinite(token)) {
      return token.numberValue();
    }
    return token.isString() ? token.stringValue() : null;
  }

  @Override
  public InitializeResponse initialize(String revision) {
    return InitializeResponse.of(
        revision,
        new InitializeResponse.Capabilities(hasCompletions(), !prompts.isEmpty(), hasResources()),
        version,
        instructions);
  }

  private McpRequestHandler<ObjectNode> toolCall() {
    return (exchange, params) ->
        handler((request, client) -> call(request, client, supportsLinks(exchange)))
            .handle(exchange, params);
  }

  private Mono<ObjectNode> call(JsonNode request, McpClient client, boolean links) {
    Tool tool = tool(request.path("name"));
    ObjectNode given = RpcErrors.arguments(request);
    return calls.call(tool, given, client).map(answer -> result(answer, links));
  }

  private Tool tool(JsonNode name) {
    if (!name.isString()) {
      throw RpcErrors.invalid("\"name\" must be the name of a tool.");
    }
    return calls
        .enabledTools()
        .find(name.stringValue())
        .orElseThrow(
            () ->
                RpcErrors.unknown(
                    "tool",
                    name.stringValue(),
                    calls.enabledTools().tools().stream().map(Tool::name).toList(),
                    "tools/list lists all"));
  }

  /**
   * Returns whether the client knows resource links, new in 2025-06-18; older hosts reject them.
   */
  private static boolean supportsLinks(McpAsyncServerExchange exchange) {
    Object revision = exchange.transportContext().get(ClientSession.REVISION);
    return InitializeResponse.REVISIONS.indexOf(revision)
        >= InitializeResponse.REVISIONS.indexOf(ProtocolVersions.MCP_2025_06_18);
  }

  private ObjectNode result(ToolResponse answer, boolean links) {
    ObjectNode result = Json.object();
    ArrayNode content = result.putArray("content");
    content.addObject().put("type", "text").put("text", answer.text());
    for (ObjectNode shown : answer.attached()) {
      if (links || !isLink(shown)) {
        content.add(shown);
      }
    }
    answer.structured().ifPresent(data -> result.set("structuredContent", data));
    return result.put("isError", answer.isError());
  }

  private static boolean isLink(ObjectNode content) {
    return content.path("type").asString("").equals("resource_link");
  }
}
