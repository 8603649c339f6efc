package io.jettymcp.cli.call;

import io.jettymcp.cli.terminal.TerminalStreams;
import java.util.Optional;

/** Asks the person at the terminal. */
interface Dialog {
  /** Returns whether there is a person to ask. */
  boolean isPossible();

  /** Asks a question; returns the answer, or empty at the end of the input. */
  Optional<String> answer(String question);

  /** Asks at the terminal of this process, wherever stderr leads. */
  static Dialog ofProcess() {
    return new Dialog() {
      @Override
      public boolean isPossible() {
        return TerminalStreams.console().isPresent();
      }

      @Override
      public Optional<String> answer(String question) {
        return TerminalStreams.console().map(console -> console.readLine("%s", question));
      }
    };
  }
}
