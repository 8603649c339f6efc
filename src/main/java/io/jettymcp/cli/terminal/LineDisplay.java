package io.jettymcp.cli.terminal;

import io.jettymcp.tool.Timeline;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes each message on a line of its own, for files and for terminals that only scroll. */
final class LineDisplay implements ProgressDisplay {
  private final PrintWriter err;
  private volatile Supplier<Optional<Timeline>> timeline = Optional::empty;

  LineDisplay(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void show(Supplier<String> words) {
    err.println(words.get());
    err.flush();
  }

  /** Keeps the runs for {@link #latest}. */
  @Override
  public void draw(Supplier<Optional<Timeline>> offered) {
    timeline = offered;
  }

  @Override
  public Optional<Timeline> latest() {
    return timeline.get();
  }

  @Override
  public void close() {}
}
