package io.jettymcp.cli.install;

/** Words what the user can run next. */
final class Hint {
  private static final String PROGRAM = "jetty-mcp";

  private Hint() {}

  /** Returns a command line of this program. */
  static String run(String arguments) {
    return PROGRAM + " " + arguments;
  }
}
