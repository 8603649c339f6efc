package io.jettymcp.mcp.modern;

import io.jettymcp.mcp.PrecomputedTools;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * Answers {@code server/discover} and {@code tools/list} from results computed at build time, so
 * that hosts do not wait for the tools to be loaded. Delegates everything else to the full service.
 */
public final class PrecomputedModernService implements ModernService {
  private final Discovery discovery;
  private final Supplier<? extends ModernService> full;

  /**
   * @param tasks whether there are tasks
   * @param full the service with every tool; may take time to load
   */
  public PrecomputedModernService(
      String version, String instructions, boolean tasks, Supplier<? extends ModernService> full) {
    this.discovery =
        Discovery.of(
            Discovery.capabilities(true, true, true, Extensions.declared(tasks)),
            instructions,
            version);
    this.full = full;
  }

  @Override
  public Discovery discovery() {
    return discovery;
  }

  @Override
  public Optional<String> prepared(String method) {
    return method.equals(McpSchema.METHOD_TOOLS_LIST)
        ? Optional.of(PrecomputedTools.list())
        : Optional.empty();
  }

  @Override
  public Map<String, ModernMethod> methods() {
    return full.get().methods();
  }

  @Override
  public RequestStates states() {
    return full.get().states();
  }

  @Override
  public Flux<Change> changes() {
    return full.get().changes();
  }

  @Override
  public Optional<Flux<JsonNode>> task(String id, ModernCall call) {
    return full.get().task(id, call);
  }
}
