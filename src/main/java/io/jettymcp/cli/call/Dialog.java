package io.jettymcp.cli.call;

import java.io.Console;
import java.util.Optional;

/** Asks the person at the terminal. */
interface Dialog {
  /** Returns whether there is a person to ask. */
  boolean isPossible();

  /** Returns the answer to a question that is printed already; empty at the end of the input. */
  Optional<String> answer();

  /**
   * Asks at the terminal of this process. Java 22 and newer may have a console without a terminal;
   * the launcher disables it.
   */
  static Dialog ofProcess() {
    return new Dialog() {
      @Override
      @SuppressWarnings("SystemConsoleNull")
      public boolean isPossible() {
        return System.console() != null;
      }

      @Override
      @SuppressWarnings("SystemConsoleNull")
      public Optional<String> answer() {
        Console console = System.console();
        return Optional.ofNullable(console == null ? null : console.readLine());
      }
    };
  }
}
