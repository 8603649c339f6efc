package io.jettymcp.cli;

import io.jettymcp.cli.terminal.TerminalStreams;
import io.jettymcp.text.TextEncoding;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the token that a person or a script enters. */
@FunctionalInterface
public interface TokenInput {

  /** Returns the input, unchecked; empty if there is none. */
  String read() throws IOException;

  /** Reads the terminal without echo; without a terminal, the first line of stdin. */
  static TokenInput ofProcess(InputStream in) {
    return () -> {
      Optional<Console> console = TerminalStreams.console();
      if (console.isPresent()) {
        char[] typed = console.get().readPassword("Jetty API token (not echoed): ");
        return typed == null ? "" : new String(typed);
      }
      BufferedReader stdin = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      String line = stdin.readLine();
      return line == null ? "" : TextEncoding.withoutMark(line);
    };
  }
}
