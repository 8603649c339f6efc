package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.COLLECTION;
import static io.jettymcp.config.GeneralSettings.CONFIRM;
import static io.jettymcp.config.GeneralSettings.EXCLUDE_TOOLS;
import static io.jettymcp.config.GeneralSettings.LOCK_COLLECTION;
import static io.jettymcp.config.GeneralSettings.PLAIN_ENV;
import static io.jettymcp.config.GeneralSettings.READ_ONLY;
import static io.jettymcp.config.GeneralSettings.TIMEOUT;
import static io.jettymcp.config.GeneralSettings.TOOLS;
import static io.jettymcp.config.GeneralSettings.TOOLSETS;

import io.jettymcp.config.Confirm;
import io.jettymcp.config.Settings;
import io.jettymcp.config.UsageException;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.Remedies;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.tools.Catalog;
import java.time.Clock;

/** Composes the handling of calls on this machine from tools, settings and Jetty. */
public final class ServerComponents implements AutoCloseable {
  private final JettyConnection jetty;
  private final ToolCalls calls;

  public ServerComponents(Invocation invocation, KnownSecrets secrets) {
    this(invocation, secrets, connection(invocation, secrets), invocation.program());
  }

  /**
   * @param program how people type the name of this program
   */
  ServerComponents(
      Invocation invocation, KnownSecrets secrets, JettyConnection jetty, String program) {
    Settings settings = invocation.settings();
    this.jetty = jetty;
    this.calls =
        new ToolCalls(
            enabledTools(settings),
            jetty,
            new AllowedLocalAccess(settings, invocation.environment(), jetty::token),
            secrets,
            Clock.systemUTC(),
            new ToolCalls.Rules(
                settings.get(TIMEOUT),
                settings.get(CONFIRM) == Confirm.ASK,
                Remedies.here(program),
                new OrdinarySettings(settings.get(PLAIN_ENV))));
  }

  static JettyConnection connection(Invocation invocation, KnownSecrets secrets) {
    return new JettyConnection(invocation.settings(), invocation.tokens()::current, secrets);
  }

  /**
   * Returns the tools that the settings enable.
   *
   * @throws UsageException if they name a tool or toolset that does not exist
   */
  public static EnabledTools enabledTools(Settings settings) {
    try {
      return new EnabledTools(
          Catalog.ALL,
          new EnabledTools.ToolFilter(
              settings.get(READ_ONLY),
              settings.get(TOOLSETS),
              settings.get(TOOLS),
              settings.get(EXCLUDE_TOOLS),
              settings.get(COLLECTION),
              settings.get(LOCK_COLLECTION)));
    } catch (EnabledTools.UnknownName e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks that every tool and toolset in the settings exists. The tools are loaded only if one is
   * named.
   *
   * @throws UsageException if one does not exist
   */
  public static void requireKnownNames(Settings settings) {
    if (namesTools(settings)) {
      enabledTools(settings);
    }
  }

  private static boolean namesTools(Settings settings) {
    return !settings.get(TOOLSETS).isEmpty()
        || !settings.get(TOOLS).isEmpty()
        || !settings.get(EXCLUDE_TOOLS).isEmpty();
  }

  /** Returns true if all tools are enabled, with any collection. */
  public static boolean enablesAll(Settings settings) {
    return !namesTools(settings) && !settings.get(READ_ONLY) && !settings.get(LOCK_COLLECTION);
  }

  public ToolCalls calls() {
    return calls;
  }

  public JettyConnection jetty() {
    return jetty;
  }

  @Override
  public void close() {
    jetty.close();
  }
}
