package io.jettymcp.mcp.modern;

import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.Skills;
import io.jettymcp.ui.UiView;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Serves the operations to hosts of this era. */
public final class ModernJettyService implements ModernService {
  private static final Map<String, CacheHints> HINTS =
      Map.of(
          McpSchema.METHOD_TOOLS_LIST, CacheHints.OF_LISTS,
          McpSchema.METHOD_PROMPT_LIST, CacheHints.OF_LISTS,
          McpSchema.METHOD_RESOURCES_TEMPLATES_LIST, CacheHints.OF_LISTS,
          McpSchema.METHOD_RESOURCES_LIST, CacheHints.OF_DATA,
          Skills.METHOD_LIST, CacheHints.OF_TEXTS,
          Skills.METHOD_GET, CacheHints.OF_TEXTS,
          Skills.METHOD_READ_DIRECTORY, CacheHints.OF_TEXTS);

  private final RequestStates states;
  private final Optional<Tasks> tasks;
  private final Discovery discovery;
  private final Map<String, ModernMethod> methods = new HashMap<>();

  /**
   * @param state of the process
   */
  public ModernJettyService(
      Operations operations, String version, String instructions, HostState state) {
    this(
        operations,
        state.states(),
        state
            .tasks()
            .map(sealer -> new Tasks(operations, sealer, Clock.systemUTC(), Tasks.POLL_INTERVAL)),
        version,
        instructions);
  }

  ModernJettyService(
      Operations operations,
      RequestStates states,
      Optional<Tasks> tasks,
      String version,
      String instructions) {
    this.states = states;
    this.tasks = tasks;
    this.discovery =
        Discovery.of(
            Discovery.capabilities(
                operations.hasCompletions(),
                operations.hasPrompts(),
                true,
                Extensions.declared(tasks.isPresent())),
            instructions,
            version);
    operations
        .byMethod()
        .forEach((name, operation) -> methods.put(name, method(name, operation, operations)));
    tasks.ifPresent(
        served -> {
          methods.putAll(served.methods());
          methods.put(
              McpSchema.METHOD_TOOLS_CALL,
              ModernMethod.of(served::call).asking(operations::changes));
        });
  }

  private static ModernMethod method(
      String name, Operations.Operation operation, Operations operations) {
    ModernMethod method =
        ModernMethod.of((params, call) -> operation.run(params, new ModernChannel(call, false)))
            .cached(HINTS.get(name));
    return switch (name) {
      case McpSchema.METHOD_TOOLS_CALL -> method.asking(operations::changes);
      case McpSchema.METHOD_PROMPT_GET -> method.asking();
      case McpSchema.METHOD_RESOURCES_READ ->
          method.asking().cachedBy(ModernJettyService::hintsOfResource);
      default -> method;
    };
  }

  /** A view that is served under the digest of another version must not be kept under it. */
  private static CacheHints hintsOfResource(JsonNode params) {
    String uri = params.path("uri").asString("");
    return UiView.at(uri).filter(view -> view.uri().equals(uri)).isPresent()
        ? CacheHints.OF_PAGES
        : CacheHints.OF_DATA;
  }

  @Override
  public Discovery discovery() {
    return discovery;
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
  public Optional<Flux<JsonNode>> task(String id, ModernCall call) {
    return tasks.flatMap(served -> served.states(id, call));
  }
}
