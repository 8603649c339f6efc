package io.jettymcp.cli.install;

/** How a host writes down the servers that it starts. */
sealed interface HostConfigFormat permits JsonHostConfig, TomlHostConfig {
  /** The name under which hosts know this server. */
  String SERVER = "jetty";

  /** The configuration of this server alone. */
  String alone(LaunchCommand launch);

  /**
   * A configuration with this server in it and everything else as it was; the same text if it was
   * there already.
   *
   * @throws Unmergeable if the text cannot be understood well enough to lose nothing
   */
  String merged(String text, LaunchCommand launch) throws Unmergeable;

  /** Why a file is left alone; the message goes on after the file's name. */
  final class Unmergeable extends Exception {
    private static final long serialVersionUID = 1L;

    Unmergeable(String problem) {
      super(problem);
    }
  }
}
