package io.jettymcp.cli;

import io.jettymcp.catalog.Catalog;
import io.jettymcp.config.Confirm;
import io.jettymcp.config.Settings;
import io.jettymcp.config.UsageException;
import io.jettymcp.protocol.Advice;
import io.jettymcp.protocol.Offer;
import io.jettymcp.protocol.ToolCalls;
import io.jettymcp.shape.KnownSecrets;
import java.time.Clock;

/** Tools, settings and Jetty, put together. */
final class Assembly implements AutoCloseable {
  private final Connection jetty;
  private final ToolCalls calls;

  Assembly(Invocation invocation, KnownSecrets secrets) {
    this(invocation, secrets, connection(invocation, secrets));
  }

  Assembly(Invocation invocation, KnownSecrets secrets, Connection jetty) {
    Settings settings = invocation.settings();
    this.jetty = jetty;
    this.calls =
        new ToolCalls(
            offer(settings),
            jetty,
            new LocalDesk(settings, invocation.surroundings(), jetty::token),
            secrets,
            Clock.systemUTC(),
            new ToolCalls.Rules(
                settings.timeout().value(),
                settings.confirm().value() == Confirm.ASK,
                Advice.HERE));
  }

  static Connection connection(Invocation invocation, KnownSecrets secrets) {
    return new Connection(invocation.settings(), invocation.tokens()::current, secrets);
  }

  /**
   * The tools that the settings expose.
   *
   * @throws UsageException if they name one that does not exist
   */
  static Offer offer(Settings settings) {
    try {
      return new Offer(
          Catalog.ALL,
          new Offer.Choice(
              settings.readOnly().value(),
              settings.toolsets().value(),
              settings.tools().value(),
              settings.excludeTools().value(),
              settings.collection().value(),
              settings.lockCollection().value()));
    } catch (Offer.UnknownName unknown) {
      throw new UsageException(String.valueOf(unknown.getMessage()));
    }
  }

  /**
   * Refuses settings that name a tool or toolset that does not exist. The tools are not loaded if
   * none is named.
   *
   * @throws UsageException if one does not exist
   */
  static void requireKnownNames(Settings settings) {
    if (namesTools(settings)) {
      offer(settings);
    }
  }

  private static boolean namesTools(Settings settings) {
    return !settings.toolsets().value().isEmpty()
        || !settings.tools().value().isEmpty()
        || !settings.excludeTools().value().isEmpty();
  }

  /** Whether all tools are exposed, with any collection. */
  static boolean offersAll(Settings settings) {
    return !namesTools(settings)
        && !settings.readOnly().value()
        && !settings.lockCollection().value();
  }

  ToolCalls calls() {
    return calls;
  }

  Connection jetty() {
    return jetty;
  }

  @Override
  public void close() {
    jetty.close();
  }
}
