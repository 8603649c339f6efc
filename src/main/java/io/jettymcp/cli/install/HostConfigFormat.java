package io.jettymcp.cli.install;

/** Edits the configuration of the MCP servers that a host starts. */
sealed interface HostConfigFormat permits JsonHostConfig, TomlHostConfig {
  /** Names this server in the configuration. */
  String SERVER = "jetty";

  /** Returns the configuration of this server alone. */
  String alone(LaunchCommand launch);

  /**
   * Adds or updates this server and keeps everything else; returns the same text if nothing
   * changes.
   *
   * @throws Unmergeable if the text cannot be edited without losing anything
   */
  String merged(String text, LaunchCommand launch) throws Unmergeable;

  /**
   * Reports why a file was not changed; the message continues a sentence that begins with its name.
   */
  final class Unmergeable extends Exception {
    private static final long serialVersionUID = 1L;

    Unmergeable(String problem) {
      super(problem);
    }
  }
}
