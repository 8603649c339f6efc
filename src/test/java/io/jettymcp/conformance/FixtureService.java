package io.jettymcp.conformance;

import io.jettymcp.mcp.legacy.InitializeResponse;
import io.jettymcp.mcp.legacy.LegacyService;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Serves the suite in the legacy era. */
final class FixtureService implements LegacyService {
  private final JsonMapper json;
  private final Map<String, McpRequestHandler<?>> handlers;

  FixtureService(JsonMapper json) {
    this.json = json;
    Fixture fixture = Fixture.of(json, "legacy.json");
    this.handlers =
        Map.ofEntries(
            Map.entry(McpSchema.METHOD_TOOLS_LIST, at(params -> fixture.list("tools"))),
            Map.entry(McpSchema.METHOD_TOOLS_CALL, new FixtureTools(json, fixture)),
            Map.entry(McpSchema.METHOD_RESOURCES_LIST, at(params -> fixture.list("resources"))),
            Map.entry(
                McpSchema.METHOD_RESOURCES_TEMPLATES_LIST,
                at(params -> fixture.list("resourceTemplates"))),
            Map.entry(McpSchema.METHOD_RESOURCES_READ, at(fixture::resource)),
            Map.entry(McpSchema.METHOD_RESOURCES_SUBSCRIBE, at(params -> json.createObjectNode())),
            Map.entry(
                McpSchema.METHOD_RESOURCES_UNSUBSCRIBE, at(params -> json.createObjectNode())),
            Map.entry(McpSchema.METHOD_PROMPT_LIST, at(params -> fixture.list("prompts"))),
            Map.entry(McpSchema.METHOD_PROMPT_GET, at(fixture::prompt)),
            Map.entry(McpSchema.METHOD_COMPLETION_COMPLETE, at(params -> fixture.noCompletions())),
            Map.entry(McpSchema.METHOD_LOGGING_SET_LEVEL, at(params -> json.createObjectNode())));
  }

  @Override
  public InitializeResponse initialize(String asked) {
    int newest = InitializeResponse.REVISIONS.size() - 1;
    String revision =
        InitializeResponse.REVISIONS.contains(asked)
            ? asked
            : InitializeResponse.REVISIONS.get(newest);
    return new InitializeResponse(
        revision,
        json.writeValueAsString(
            InitializeResult.builder(
                    revision,
                    ServerCapabilities.builder()
                        .tools(false)
                        .resources(true, false)
                        .prompts(false)
                        .logging()
                        .completions()
                        .build(),
                    Implementation.builder("conformance", "1").build())
                .build()));
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    return handlers;
  }

  private McpRequestHandler<ObjectNode> at(Function<JsonNode, ObjectNode> answer) {
    return (client, params) -> Mono.fromCallable(() -> answer.apply(json.valueToTree(params)));
  }
}
