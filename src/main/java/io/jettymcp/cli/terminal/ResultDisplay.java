package io.jettymcp.cli.terminal;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Draws the results of tools. */
public final class ResultDisplay {
  private ResultDisplay() {}

  /** Returns what a person sees of a result; empty for tools whose result is shown as JSON. */
  public static Optional<String> of(String tool, JsonNode result, Terminal terminal) {
    return Optional.empty();
  }
}
