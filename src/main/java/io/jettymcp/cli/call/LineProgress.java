package io.jettymcp.cli.call;

import io.jettymcp.cli.terminal.ProgressDisplay;
import io.jettymcp.cli.terminal.Times;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Prints progress for logs and pipes: a line when something changes, and one now and then while
 * nothing does.
 */
final class LineProgress implements ProgressDisplay {
  private static final Duration MAX_SILENCE = Duration.ofSeconds(30);

  private final PrintWriter err;
  private final Clock clock;
  private final Instant begun;
  private Instant printed;
  private String last = "";

  LineProgress(PrintWriter err, Clock clock) {
    this.err = err;
    this.clock = clock;
    this.begun = clock.instant();
    this.printed = begun;
  }

  @Override
  public void show(String message) {
    Instant now = clock.instant();
    if (message.equals(last) && printed.plus(MAX_SILENCE).isAfter(now)) {
      return;
    }
    last = message;
    printed = now;
    err.println(Times.elapsed(Duration.between(begun, now)) + " " + message);
    err.flush();
  }

  @Override
  public void showUrl(String url) {
    err.println(url + "  (" + Interruption.HINT + ")");
    err.flush();
  }

  /** Leaves what is printed. */
  @Override
  public void close() {}
}
