package io.jettymcp.cli.completion;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.completion.ArgumentNames;
import io.jettymcp.redact.KnownSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Asks Jetty for names while a person types, and finds none where that fails or takes long. */
public final class NameLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Invocation invocation;
  private final KnownSecrets secrets;

  public NameLookup(Invocation invocation, KnownSecrets secrets) {
    this.invocation = invocation;
    this.secrets = secrets;
  }

  /**
   * Returns the names that an argument can have.
   *
   * @param chosen the arguments that are typed already
   */
  public List<String> find(String argument, String typed, Map<String, String> chosen) {
    ObjectNode arguments = Json.object();
    chosen.forEach(arguments::put);
    try (ServerComponents components = new ServerComponents(invocation, secrets)) {
      return new ArgumentNames(components.calls())
          .find(argument, typed, arguments)
          .blockOptional(PATIENCE)
          .map(ArgumentNames.Names::values)
          .orElse(List.of());
    } catch (IllegalStateException e) { // it took too long
      return List.of();
    }
  }
}
