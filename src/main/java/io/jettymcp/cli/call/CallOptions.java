package io.jettymcp.cli.call;

import io.jettymcp.cli.terminal.ColorChoice;
import io.jettymcp.cli.terminal.Terminal;
import io.jettymcp.config.ProcessEnvironment;
import picocli.CommandLine.Option;

/** Holds the options of every command that calls a tool. */
final class CallOptions {
  @Option(names = "--yes", description = "Skip the confirmation of destructive calls.")
  private boolean yes;

  @Option(names = "--json", description = "Print JSON on a terminal too.")
  private boolean json;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "Use colour: auto, always or never. Default: auto.")
  private ColorChoice color = ColorChoice.AUTO;

  /** Returns whether the person has confirmed the call beforehand. */
  boolean isConfirmed() {
    return yes;
  }

  boolean isJsonWanted() {
    return json;
  }

  /** Describes where the result is printed. */
  Terminal terminal(ProcessEnvironment environment) {
    return Terminal.detect(environment.environment(), color);
  }
}
