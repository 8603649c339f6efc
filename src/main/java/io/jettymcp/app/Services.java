package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.STATE_KEY_FILE;

import io.jettymcp.config.Settings;
import io.jettymcp.config.StateKeySyntax;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.ToolCalls;
import io.jettymcp.mcp.legacy.LegacyJettyService;
import io.jettymcp.mcp.legacy.LegacyService;
import io.jettymcp.mcp.legacy.PrecomputedLegacyService;
import io.jettymcp.mcp.modern.ModernJettyService;
import io.jettymcp.mcp.modern.ModernService;
import io.jettymcp.mcp.modern.PrecomputedModernService;
import io.jettymcp.mcp.modern.RequestStates;
import io.jettymcp.mcp.modern.Sealer;
import io.jettymcp.transport.McpService;
import java.time.Clock;
import java.util.function.Supplier;

/** Composes the services of both eras above the same calls. */
final class Services {
  private Services() {}

  /**
   * Creates what all callers of the process share.
   *
   * @throws io.jettymcp.config.UsageException if the key cannot be read
   */
  static RequestStates states(Settings settings) {
    Sealer sealer =
        settings
            .get(STATE_KEY_FILE)
            .map(file -> Sealer.of(StateKeySyntax.read(file)))
            .orElseGet(Sealer::ofProcess);
    return new RequestStates(sealer, Clock.systemUTC());
  }

  /**
   * @param states of the process
   */
  static McpService of(ToolCalls calls, String instructions, RequestStates states) {
    Operations operations = new Operations(calls);
    return new McpService(
        new LegacyJettyService(operations, Version.current(), instructions),
        new ModernJettyService(operations, Version.current(), instructions, states));
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
