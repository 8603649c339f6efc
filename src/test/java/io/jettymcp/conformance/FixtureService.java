package io.jettymcp.conformance;

import io.jettymcp.mcp.legacy.InitializeResponse;
import io.jettymcp.mcp.legacy.LegacyService;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools, resources and prompts that the official conformance suite looks for in a server, by
 * the names that it knows. {@code fixture.json} declares them, with all that is the same each time.
 */
final class FixtureService implements LegacyService {
  private static final String FIXTURE = "fixture.json";

  private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");

  private final JsonMapper json;
  private final JsonNode fixture;
  private final Map<String, McpRequestHandler<?>> handlers;

  FixtureService(JsonMapper json) {
    this.json = json;
    this.fixture = fixture(json);
    this.handlers =
        Map.ofEntries(
            Map.entry(McpSchema.METHOD_TOOLS_LIST, list("tools")),
            Map.entry(McpSchema.METHOD_TOOLS_CALL, new FixtureTools(json, fixture)),
            Map.entry(McpSchema.METHOD_RESOURCES_LIST, list("resources")),
            Map.entry(McpSchema.METHOD_RESOURCES_TEMPLATES_LIST, list("resourceTemplates")),
            Map.entry(McpSchema.METHOD_RESOURCES_READ, at(this::resource)),
            Map.entry(McpSchema.METHOD_RESOURCES_SUBSCRIBE, at(params -> json.createObjectNode())),
            Map.entry(
                McpSchema.METHOD_RESOURCES_UNSUBSCRIBE, at(params -> json.createObjectNode())),
            Map.entry(McpSchema.METHOD_PROMPT_LIST, list("prompts")),
            Map.entry(McpSchema.METHOD_PROMPT_GET, at(this::prompt)),
            Map.entry(McpSchema.METHOD_COMPLETION_COMPLETE, at(params -> noCompletions())),
            Map.entry(McpSchema.METHOD_LOGGING_SET_LEVEL, at(params -> json.createObjectNode())));
  }

  private static JsonNode fixture(JsonMapper json) {
    try (InputStream in = FixtureService.class.getResourceAsStream(FIXTURE)) {
      return json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private McpRequestHandler<ObjectNode> list(String kind) {
    return at(params -> json.createObjectNode().set(kind, fixture.path(kind)));
  }

  private McpRequestHandler<ObjectNode> at(Function<JsonNode, ObjectNode> answer) {
    return (client, params) -> Mono.fromCallable(() -> answer.apply(json.valueToTree(params)));
  }

  private ObjectNode resource(JsonNode params) {
    String uri = params.path("uri").asString("");
    ObjectNode result = json.createObjectNode();
    for (JsonNode content : fixture.path("contents")) {
      if (content.path("uri").asString().equals(uri)) {
        result.putArray("contents").add(content);
        return result;
      }
    }
    Matcher made = TEMPLATE.matcher(uri);
    if (!made.matches()) {
      throw McpError.builder(ErrorCodes.RESOURCE_NOT_FOUND).message("No such resource").build();
    }
    result
        .putArray("contents")
        .addObject()
        .put("uri", uri)
        .put("mimeType", "application/json")
        .put("text", json.createObjectNode().put("id", made.group(1)).toString());
    return result;
  }

  /** The messages of a prompt, in which each {@code {argument}} gives way to its value. */
  private ObjectNode prompt(JsonNode params) {
    JsonNode messages = fixture.path("messages").path(params.path("name").asString(""));
    if (messages.isMissingNode()) {
      throw McpError.builder(ErrorCodes.INVALID_PARAMS).message("No such prompt").build();
    }
    String filled = messages.toString();
    for (Map.Entry<String, JsonNode> argument : params.path("arguments").properties()) {
      String quoted = argument.getValue().toString();
      filled =
          filled.replace("{" + argument.getKey() + "}", quoted.substring(1, quoted.length() - 1));
    }
    return json.createObjectNode().set("messages", json.readTree(filled));
  }

  private ObjectNode noCompletions() {
    ObjectNode result = json.createObjectNode();
    result.putObject("completion").put("hasMore", false).putArray("values");
    return result;
  }
}
