package io.jettymcp.cli.terminal;

/** Shows the progress of a call while it lasts. */
public interface ProgressDisplay extends AutoCloseable {
  /** Shows the newest message of the call. */
  void show(String message);

  /** Removes what is shown, so that the result can be printed. */
  @Override
  void close();
}
