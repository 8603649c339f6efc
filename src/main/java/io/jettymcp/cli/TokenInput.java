package io.jettymcp.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Where a person or a script gives a token. */
@FunctionalInterface
public interface TokenInput {

  /** What was given, unchecked; empty when nothing was. */
  String read() throws IOException;

  /**
   * The terminal without echo; where there is none, the first line of stdin. From Java 22 on there
   * may be a console without a terminal: it reads stdin too, and the launcher switches it off.
   */
  @SuppressWarnings("SystemConsoleNull")
  static TokenInput ofProcess() {
    return () -> {
      Console console = System.console();
      if (console != null) {
        char[] typed = console.readPassword("Jetty API token (not shown): ");
        return typed == null ? "" : new String(typed);
      }
      BufferedReader stdin =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = stdin.readLine();
      return line == null ? "" : line;
    };
  }
}
