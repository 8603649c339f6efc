package io.jettymcp.app;

import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.ToolCalls;
import io.jettymcp.mcp.legacy.LegacyJettyService;
import io.jettymcp.mcp.legacy.LegacyService;
import io.jettymcp.mcp.legacy.PrecomputedLegacyService;
import io.jettymcp.mcp.modern.ModernJettyService;
import io.jettymcp.mcp.modern.ModernService;
import io.jettymcp.mcp.modern.PrecomputedModernService;
import io.jettymcp.transport.McpService;
import java.util.function.Supplier;

/** Composes the services of both eras above the same calls. */
final class Services {
  private Services() {}

  static McpService of(ToolCalls calls, String instructions) {
    Operations operations = new Operations(calls);
    return new McpService(
        new LegacyJettyService(operations, Version.current(), instructions),
        new ModernJettyService(operations, Version.current(), instructions));
  }

  /**
   * Creates services that answer what hosts ask first without the full ones.
   *
   * @param full may take time to load
   */
  static McpService precomputed(String instructions, Supplier<McpService> full) {
    Supplier<LegacyService> legacy = () -> full.get().legacy();
    Supplier<ModernService> modern = () -> full.get().modern();
    return new McpService(
        new PrecomputedLegacyService(Version.current(), instructions, legacy),
        new PrecomputedModernService(Version.current(), instructions, modern));
  }
}
