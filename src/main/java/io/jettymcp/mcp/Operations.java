package io.jettymcp.mcp;

import io.jettymcp.guide.Prompt;
import io.jettymcp.guide.Skill;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.McpClient;
import io.jettymcp.mcp.call.NonInteractiveClient;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.call.ToolList;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.tool.Background;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out the methods that both eras have: tools, prompts, resources, skills and completion.
 * Additions of one era to a result, and its way to ask the user, belong to {@code legacy} and
 * {@code modern}.
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

  /**
   * The result of a tool call, and the response that it was made of.
   *
   * @param result as both eras have it
   */
  public record Called(ObjectNode result, ToolResponse response) {}

  /** Tells a view which of the tools that it offers by itself this server does not have. */
  private static final String DISABLED_TOOLS = "io.jettymcp/disabledTools";

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
    byMethod.put(
        McpSchema.METHOD_TOOLS_CALL, (params, host) -> call(params, host).map(Called::result));
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
    return (params, host) -> during(params, host, work);
  }

  private static <T> Mono<T> during(
      JsonNode params, HostChannel host, BiFunction<JsonNode, McpClient, Mono<T>> work) {
    ElicitingClient client = new ElicitingClient(host, params);
    return CallTrace.under(
        params, host::header, client.reportDuring(Mono.defer(() -> work.apply(params, client))));
  }

  private ObjectNode tools(JsonNode params) {
    RpcErrors.refuseCursor(params);
    return ToolList.of(calls.enabledTools());
  }

  /** Returns whether a request of {@code tools/call} can change something. */
  public boolean changes(JsonNode params) {
    return params
        .path("name")
        .stringValueOpt()
        .flatMap(calls.enabledTools()::find)
        .filter(tool -> tool.effect() != Effect.READ)
        .isPresent();
  }

  /** Calls a tool. What is not finished can be followed if the host follows tasks. */
  public Mono<Called> call(JsonNode params, HostChannel host) {
    return during(
        params,
        host,
        (request, client) ->
            calls
                .call(tool(request.path("name")), RpcErrors.arguments(request), client)
                .map(answer -> called(request.path("name").asString(""), answer, host)));
  }

  /**
   * Returns whether this caller can follow what a call of a tool began: the tool must be enabled,
   * and the collection not be outside a lock.
   *
   * @param arguments those of {@link io.jettymcp.tool.Ongoing}
   */
  public boolean canFollow(String tool, ObjectNode arguments) {
    EnabledTools enabled = calls.enabledTools();
    return background(tool).isPresent()
        && (!enabled.locked()
            || enabled.collection().equals(Json.text(arguments, Tool.COLLECTION.name())));
  }

  /**
   * Reads how far something is that a call of a tool began; empty if it cannot be followed.
   *
   * @param arguments those of {@link io.jettymcp.tool.Ongoing}
   */
  public Mono<Called> follow(String tool, ObjectNode arguments, JsonNode params, HostChannel host) {
    return internal(tool, background(tool).map(Background::follow), arguments, params, host)
        .map(answer -> called(tool, answer, host));
  }

  /**
   * Stops something that a call of a tool began; empty if that call only waits for it, or the tool
   * that does the same is disabled.
   */
  public Mono<ToolResponse> stop(
      String tool, ObjectNode arguments, JsonNode params, HostChannel host) {
    Optional<Tool> enabled =
        background(tool)
            .flatMap(Background::stop)
            .filter(stop -> calls.enabledTools().find(stop.name()).isPresent());
    return internal(tool, enabled, arguments, params, host);
  }

  private Optional<Background> background(String tool) {
    return calls.enabledTools().find(tool).flatMap(Tool::background);
  }

  private Mono<ToolResponse> internal(
      String begunBy,
      Optional<Tool> internal,
      ObjectNode arguments,
      JsonNode params,
      HostChannel host) {
    return Mono.justOrEmpty(internal)
        .flatMap(
            found ->
                CallTrace.under(
                    params,
                    host::header,
                    calls.continued(begunBy, found, arguments, NonInteractiveClient.INSTANCE)));
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
                RpcErrors.invalid(
                    "Unknown tool."
                        + calls.enabledTools().hint(name.stringValue(), " tools/list lists all.")));
  }

  private Called called(String tool, ToolResponse answer, HostChannel host) {
    return new Called(result(tool, answer, calls.enabledTools(), host.supportsLinks()), answer);
  }

  /**
   * Returns the result of a call as both eras have it.
   *
   * @param links whether the host knows resource links
   */
  public static ObjectNode result(
      String tool, ToolResponse answer, EnabledTools enabled, boolean links) {
    ObjectNode result = Json.object();
    ArrayNode content = result.putArray("content");
    content.addObject().put("type", "text").put("text", answer.text());
    for (ObjectNode shown : answer.attached()) {
      if (links || !isLink(shown)) {
        content.add(shown);
      }
    }
    answer.structured().ifPresent(data -> result.set("structuredContent", data));
    List<String> disabled =
        enabled.find(tool).flatMap(Tool::shownIn).stream()
            .flatMap(view -> view.calls().stream())
            .filter(name -> enabled.find(name).isEmpty())
            .toList();
    if (!disabled.isEmpty()) {
      result.putObject("_meta").set(DISABLED_TOOLS, Json.node(disabled));
    }
    return result.put("isError", answer.isError());
  }

  private static boolean isLink(ObjectNode content) {
    return content.path("type").asString("").equals("resource_link");
  }
}
