package io.jettymcp.cli.terminal;

import io.jettymcp.tool.Timeline;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows the progress of a call while it lasts. */
public interface ProgressDisplay extends AutoCloseable {
  /** Shows the newest message of the call. */
  void show(Supplier<String> words);

  /** Draws the runs that the call waits for, beside its messages. */
  void draw(Supplier<Optional<Timeline>> timeline);

  /** Returns the runs as they were seen last; empty if the call waits for none. */
  Optional<Timeline> latest();

  /** Removes what is shown, so that the result can be printed. */
  @Override
  void close();

  /**
   * Returns a display that draws in place where the terminal can, and else writes a line for each
   * message.
   *
   * @param err where people look during a call
   */
  static ProgressDisplay of(Terminal terminal, Clock clock, PrintWriter err) {
    return terminal.live()
        ? LiveDisplay.started(new LivePicture(terminal, clock), err)
        : new LineDisplay(err);
  }
}
