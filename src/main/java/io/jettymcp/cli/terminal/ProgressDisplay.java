package io.jettymcp.cli.terminal;

import io.jettymcp.tool.Timeline;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows the progress of a call while it lasts. */
public interface ProgressDisplay extends AutoCloseable {
  /** Shows the newest message of the call. */
  void show(String message);

  /** Shows where the run can be seen that the call waits for, unless it is drawn anyway. */
  default void showUrl(String url) {}

  /** Draws the runs that the call waits for, if this display draws. */
  default void draw(Supplier<Optional<Timeline>> timeline) {}

  /** Removes what is shown, for a question to the person, until the next message. */
  default void hide() {}

  /** Removes what is shown, so that the result can be printed. */
  @Override
  void close();
}
