package io.jettymcp.conformance;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.Skills;
import io.jettymcp.mcp.modern.CacheHints;
import io.jettymcp.mcp.modern.Discovery;
import io.jettymcp.mcp.modern.Extensions;
import io.jettymcp.mcp.modern.ModernCall;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernService;
import io.jettymcp.mcp.modern.RequestStates;
import io.jettymcp.mcp.modern.Sealer;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves the suite in the modern era. */
final class ModernFixtureService implements ModernService {
  private static final String CAPABILITIES =
      """
      {"tools": {"listChanged": true}, "prompts": {"listChanged": true}, "resources": {},
       "completions": {}, "logging": {}, "extensions": {"%s": {}, %s}}
      """
          .formatted(Extensions.TASKS, Skills.CAPABILITY);

  private final Fixture fixture;
  private final FixtureTasks tasks = new FixtureTasks();
  private final ModernFixtureTools tools;
  private final Skills skills = FixtureSkills.skills();
  private final Map<String, ModernMethod> methods = new HashMap<>();
  private final RequestStates states = new RequestStates(Sealer.ofProcess(), Clock.systemUTC());

  ModernFixtureService(JsonMapper json) {
    fixture = Fixture.of(json, "modern.json");
    FixtureQuestions questions = new FixtureQuestions(fixture);
    tools = new ModernFixtureTools(fixture, questions, tasks);
    methods.put(McpSchema.METHOD_TOOLS_LIST, list("tools"));
    methods.put(McpSchema.METHOD_TOOLS_CALL, ModernMethod.of(tools).asking());
    methods.put(
        McpSchema.METHOD_RESOURCES_LIST,
        constant(params -> resources()).cached(CacheHints.OF_LISTS));
    methods.put(McpSchema.METHOD_RESOURCES_TEMPLATES_LIST, list("resourceTemplates"));
    methods.put(
        McpSchema.METHOD_RESOURCES_READ, constant(this::resource).cached(CacheHints.OF_DATA));
    methods.put(McpSchema.METHOD_PROMPT_LIST, list("prompts"));
    methods.put(
        McpSchema.METHOD_PROMPT_GET,
        ModernMethod.of(
                (params, call) ->
                    questions
                        .ask(params.path("name").asString(""), call)
                        .map(answers -> fixture.prompt(params)))
            .asking());
    methods.put(McpSchema.METHOD_COMPLETION_COMPLETE, constant(params -> fixture.noCompletions()));
    methods.putAll(tasks.methods());
    methods.put(Skills.METHOD_LIST, constant(skills::list).cached(CacheHints.OF_TEXTS));
    methods.put(Skills.METHOD_GET, constant(skills::get).cached(CacheHints.OF_TEXTS));
    methods.put(
        Skills.METHOD_READ_DIRECTORY, constant(skills::readDirectory).cached(CacheHints.OF_TEXTS));
  }

  private ObjectNode resources() {
    ObjectNode result = Json.object();
    ArrayNode listed = result.putArray("resources");
    fixture.at("resources").forEach(listed::add);
    skills.resources().forEach(listed::add);
    return result;
  }

  private ObjectNode resource(JsonNode params) {
    return skills
        .contents(params.path("uri").asString(""))
        .orElseGet(() -> fixture.resource(params));
  }

  private ModernMethod list(String kind) {
    return constant(params -> fixture.list(kind)).cached(CacheHints.OF_LISTS);
  }

  private static ModernMethod constant(Function<JsonNode, ObjectNode> result) {
    return ModernMethod.of((params, call) -> Mono.fromCallable(() -> result.apply(params)));
  }

  @Override
  public Discovery discovery() {
    return Discovery.of(CAPABILITIES, "For tests.", "1");
  }

  @Override
  public RequestStates states() {
    return states;
  }

  @Override
  public Map<String, ModernMethod> methods() {
    return methods;
  }

  @Override
  public Flux<Change> changes() {
    return tools.changes();
  }

  @Override
  public Optional<Flux<JsonNode>> task(String id, ModernCall call) {
    return tasks.states(id);
  }

  @Override
  public List<HeaderParameter> headers(String tool) {
    List<HeaderParameter> headers = new ArrayList<>();
    for (JsonNode declared : fixture.at("tools")) {
      if (declared.path("name").asString("").equals(tool)) {
        declared
            .path("inputSchema")
            .path("properties")
            .properties()
            .forEach(
                property -> {
                  JsonNode header = property.getValue().path("x-mcp-header");
                  if (header.isString()) {
                    headers.add(
                        new HeaderParameter(header.stringValue(), List.of(property.getKey())));
                  }
                });
      }
    }
    return headers;
  }
}
