package io.jettymcp.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a terminal in characters. */
record TerminalSize(int columns, int rows) {
  private static final List<String> COMMAND = List.of("stty", "size");
  private static final File TERMINAL = new File("/dev/tty");
  private static final Pattern ROWS_AND_COLUMNS =
      Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})\\s*");
  private static final long MAX_SECONDS = 2;

  /** Asks the terminal of this process through {@code stty}, as Java cannot; empty on Windows. */
  static Optional<TerminalSize> ask() {
    if (!TERMINAL.exists()) {
      return Optional.empty();
    }
    try {
      Process process =
          new ProcessBuilder(COMMAND)
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
          return Optional.empty();
        }
        return parse(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static Optional<TerminalSize> parse(String answer) {
    Matcher numbers = ROWS_AND_COLUMNS.matcher(answer);
    return numbers.matches()
        ? Optional.of(
            new TerminalSize(
                Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(1))))
        : Optional.empty();
  }
}
