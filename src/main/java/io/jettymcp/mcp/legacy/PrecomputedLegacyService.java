package io.jettymcp.mcp.legacy;

import io.jettymcp.mcp.PrecomputedTools;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers {@code initialize} and {@code tools/list} from results computed at build time, so that
 * hosts do not wait for the tools to be loaded. Delegates everything else to the full service.
 */
public final class PrecomputedLegacyService implements LegacyService {
  private final String version;
  private final String instructions;
  private final Supplier<? extends LegacyService> full;

  /**
   * @param full the service with every tool; may take time to load
   */
  public PrecomputedLegacyService(
      String version, String instructions, Supplier<? extends LegacyService> full) {
    this.version = version;
    this.instructions = instructions;
    this.full = full;
  }

  @Override
  public InitializeResponse initialize(String revision) {
    return InitializeResponse.of(
        revision, InitializeResponse.Capabilities.ALL, version, instructions);
  }

  @Override
  public Optional<String> prepared(String method) {
    return method.equals(McpSchema.METHOD_TOOLS_LIST)
        ? Optional.of(PrecomputedTools.list())
        : Optional.empty();
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    return full.get().handlers();
  }
}
