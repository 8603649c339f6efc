package io.jettymcp.app;

import io.jettymcp.config.Confirm;
import io.jettymcp.config.Settings;
import io.jettymcp.config.UsageException;
import io.jettymcp.mcp.EnabledTools;
import io.jettymcp.mcp.Remedies;
import io.jettymcp.mcp.ToolCalls;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.tools.Catalog;
import java.time.Clock;

/** Tools, settings and Jetty, put together. */
public final class ServerComponents implements AutoCloseable {
  private final JettyConnection jetty;
  private final ToolCalls calls;

  public ServerComponents(Invocation invocation, KnownSecrets secrets) {
    this(invocation, secrets, connection(invocation, secrets));
  }

  public ServerComponents(Invocation invocation, KnownSecrets secrets, JettyConnection jetty) {
    Settings settings = invocation.settings();
    this.jetty = jetty;
    this.calls =
        new ToolCalls(
            enabledTools(settings),
            jetty,
            new AllowedLocalAccess(settings, invocation.surroundings(), jetty::token),
            secrets,
            Clock.systemUTC(),
            new ToolCalls.Rules(
                settings.timeout().value(),
                settings.confirm().value() == Confirm.ASK,
                Remedies.HERE));
  }

  static JettyConnection connection(Invocation invocation, KnownSecrets secrets) {
    return new JettyConnection(invocation.settings(), invocation.tokens()::current, secrets);
  }

  /**
   * The tools that the settings expose.
   *
   * @throws UsageException if they name one that does not exist
   */
  public static EnabledTools enabledTools(Settings settings) {
    try {
      return new EnabledTools(
          Catalog.ALL,
          new EnabledTools.ToolFilter(
              settings.readOnly().value(),
              settings.toolsets().value(),
              settings.tools().value(),
              settings.excludeTools().value(),
              settings.collection().value(),
              settings.lockCollection().value()));
    } catch (EnabledTools.UnknownName unknown) {
      throw new UsageException(String.valueOf(unknown.getMessage()));
    }
  }

  /**
   * Refuses settings that name a tool or toolset that does not exist. The tools are not loaded if
   * none is named.
   *
   * @throws UsageException if one does not exist
   */
  public static void requireKnownNames(Settings settings) {
    if (namesTools(settings)) {
      enabledTools(settings);
    }
  }

  private static boolean namesTools(Settings settings) {
    return !settings.toolsets().value().isEmpty()
        || !settings.tools().value().isEmpty()
        || !settings.excludeTools().value().isEmpty();
  }

  /** Whether all tools are exposed, with any collection. */
  public static boolean enablesAll(Settings settings) {
    return !namesTools(settings)
        && !settings.readOnly().value()
        && !settings.lockCollection().value();
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
