package io.jettymcp.mcp.modern;

import io.jettymcp.mcp.Operations;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves the operations to hosts of this era. */
public final class ModernJettyService implements ModernService {
  private static final Map<String, CacheHints> HINTS =
      Map.of(
          McpSchema.METHOD_TOOLS_LIST, CacheHints.OF_LISTS,
          McpSchema.METHOD_PROMPT_LIST, CacheHints.OF_LISTS,
          McpSchema.METHOD_RESOURCES_TEMPLATES_LIST, CacheHints.OF_LISTS,
          McpSchema.METHOD_RESOURCES_LIST, CacheHints.OF_DATA,
          McpSchema.METHOD_RESOURCES_READ, CacheHints.OF_DATA);

  private static final Set<String> ASKING =
      Set.of(
          McpSchema.METHOD_TOOLS_CALL,
          McpSchema.METHOD_PROMPT_GET,
          McpSchema.METHOD_RESOURCES_READ);

  private final Discovery discovery;
  private final Map<String, ModernMethod> methods = new HashMap<>();

  public ModernJettyService(Operations operations, String version, String instructions) {
    this.discovery =
        Discovery.of(
            Discovery.capabilities(
                operations.hasCompletions(), operations.hasPrompts(), true, List.of()),
            instructions,
            version);
    operations.byMethod().forEach((name, operation) -> methods.put(name, method(name, operation)));
  }

  private static ModernMethod method(String name, Operations.Operation operation) {
    ModernMethod method =
        ModernMethod.of((params, call) -> operation.run(params, new ModernChannel(call)))
            .cached(HINTS.get(name));
    return ASKING.contains(name) ? method.asking() : method;
  }

  @Override
  public Discovery discovery() {
    return discovery;
  }

  @Override
  public Map<String, ModernMethod> methods() {
    return methods;
  }
}
