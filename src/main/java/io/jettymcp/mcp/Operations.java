package io.jettymcp.mcp;

import io.jettymcp.guide.Prompt;
import io.jettymcp.guide.Skill;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Tool;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the methods that both eras have: tools, prompts, resources, skills and completion.
 * What an era adds to a result, and how it asks the user, belongs to {@code legacy} and {@code
 * modern}.
 */
public final class Operations {
  /** Carries out one method; fails with an {@link io.modelcontextprotocol.spec.McpError}. */
  @FunctionalInterface
  public interface Operation {
    /**
     * Runs the method.
     *
     * @param params an empty object if there are none
     */
    Mono<ObjectNode> run(JsonNode params, HostChannel host);
  }

  private final ToolCalls calls;
  private final Prompts prompts;
  private final Skills skills;
  private final ResourceList resources;
  private final ResourceContents contents;
  private final ArgumentCompletion completion;
  private final Map<String, Operation> byMethod = new LinkedHashMap<>();

  public Operations(ToolCalls calls) {
    this.calls = calls;
    this.prompts = new Prompts(Prompt.ALL, calls);
    this.skills = new Skills(Skill.ALL);
    this.resources = new ResourceList(calls, skills);
    this.contents = new ResourceContents(calls, skills);
    this.completion = new ArgumentCompletion(calls, prompts, resources.kinds());
    addAll();
  }

  private void addAll() {
    byMethod.put(McpSchema.METHOD_TOOLS_LIST, immediate(this::tools));
    byMethod.put(McpSchema.METHOD_TOOLS_CALL, this::callTool);
    byMethod.put(McpSchema.METHOD_RESOURCES_TEMPLATES_LIST, immediate(resources::templates));
    byMethod.put(McpSchema.METHOD_RESOURCES_LIST, slow((params, client) -> resources.list(params)));
    byMethod.put(McpSchema.METHOD_RESOURCES_READ, slow(contents::read));
    byMethod.put(Skills.METHOD_LIST, immediate(skills::list));
    byMethod.put(Skills.METHOD_GET, immediate(skills::get));
    byMethod.put(Skills.METHOD_READ_DIRECTORY, immediate(skills::readDirectory));
    if (hasPrompts()) {
      byMethod.put(McpSchema.METHOD_PROMPT_LIST, immediate(prompts::list));
      byMethod.put(McpSchema.METHOD_PROMPT_GET, slow(prompts::get));
    }
    if (hasCompletions()) {
      byMethod.put(
          McpSchema.METHOD_COMPLETION_COMPLETE,
          slow((params, client) -> completion.complete(params)));
    }
  }

  /** Returns the operations by the name of their method. */
  public Map<String, Operation> byMethod() {
    return byMethod;
  }

  public boolean hasPrompts() {
    return !prompts.isEmpty();
  }

  public boolean hasCompletions() {
    return !resources.kinds().isEmpty() || hasPrompts();
  }

  private static Operation immediate(Function<JsonNode, ObjectNode> answer) {
    return (params, host) -> Mono.fromCallable(() -> answer.apply(params));
  }

  /** Wraps work that takes time: it can be cancelled and reports progress. */
  private static Operation slow(BiFunction<JsonNode, McpClient, Mono<ObjectNode>> work) {
    return (params, host) -> {
      ElicitingClient client = new ElicitingClient(host, params);
      return CallTrace.under(
          params, host::header, client.reportDuring(Mono.defer(() -> work.apply(params, client))));
    };
  }

  private ObjectNode tools(JsonNode params) {
    RpcErrors.refuseCursor(params);
    return ToolList.of(calls.enabledTools());
  }

  private Mono<ObjectNode> callTool(JsonNode params, HostChannel host) {
    return slow((request, client) -> call(request, client, host.supportsLinks())).run(params, host);
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

  private static ObjectNode result(ToolResponse answer, boolean links) {
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
