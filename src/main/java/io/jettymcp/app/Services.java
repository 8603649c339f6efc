package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.TASKS;

import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.GeneralSettings.TaskMode;
import io.jettymcp.config.Settings;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.legacy.LegacyJettyService;
import io.jettymcp.mcp.legacy.LegacyService;
import io.jettymcp.mcp.legacy.PrecomputedLegacyService;
import io.jettymcp.mcp.modern.HostState;
import io.jettymcp.mcp.modern.ModernJettyService;
import io.jettymcp.mcp.modern.ModernService;
import io.jettymcp.mcp.modern.PrecomputedModernService;
import io.jettymcp.mcp.modern.RequestStates;
import io.jettymcp.mcp.modern.Sealer;
import io.jettymcp.secret.Secret;
import io.jettymcp.transport.McpService;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Composes the services of both eras above the same calls. */
final class Services {
  private Services() {}

  /** Returns whether the settings allow tasks. */
  static boolean hasTasks(Settings settings) {
    return settings.get(TASKS) == TaskMode.AUTO;
  }

  /**
   * Creates what all callers of the process share.
   *
   * @param token the server's own
   * @throws io.jettymcp.config.UsageException if the key cannot be read
   */
  static HostState hostState(Settings settings, Supplier<Optional<Secret>> token) {
    Sealer sealer =
        GeneralSettings.stateKey(settings)
            .map(Sealer::of)
            .orElseGet(Sealer::ofProcess)
            .boundTo(token);
    return new HostState(
        new RequestStates(sealer, Clock.systemUTC()),
        hasTasks(settings) ? Optional.of(sealer) : Optional.empty());
  }

  /**
   * Creates services with everything loaded.
   *
   * @param state of the process
   */
  static McpService of(ToolCalls calls, String instructions, HostState state) {
    Operations operations = new Operations(calls);
    return new McpService(
        new LegacyJettyService(operations, Version.current(), instructions),
        new ModernJettyService(operations, Version.current(), instructions, state));
  }

  /**
   * Creates services that answer what hosts ask first without the full ones.
   *
   * @param tasks whether long calls can become tasks
   * @param full may take time to load
   */
  static McpService precomputed(String instructions, boolean tasks, Supplier<McpService> full) {
    Supplier<LegacyService> legacy = () -> full.get().legacy();
    Supplier<ModernService> modern = () -> full.get().modern();
    return new McpService(
        new PrecomputedLegacyService(Version.current(), instructions, legacy),
        new PrecomputedModernService(Version.current(), instructions, tasks, modern));
  }
}
