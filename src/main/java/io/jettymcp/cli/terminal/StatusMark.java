package io.jettymcp.cli.terminal;

import io.jettymcp.tool.StatusWords;

/** Shows a status as a mark with a colour; a word stands beside it where there is room. */
final class StatusMark {
  private static final String RUNNING = "running";

  private StatusMark() {}

  static Line of(String status, Symbols symbols) {
    return of(status, symbols, 2);
  }

  /**
   * Returns the mark of a status.
   *
   * @param frame of the spinner of what is running
   */
  static Line of(String status, Symbols symbols, long frame) {
    String mark =
        switch (StatusWords.usual(status)) {
          case "completed", "passed" -> symbols.done();
          case "failed", "timed_out", "refused" -> symbols.failed();
          case "cancelled", "archived" -> symbols.stopped();
          case RUNNING -> symbols.running().get(Math.floorMod(frame, symbols.running().size()));
          default ->
              StatusWords.isKnown(status) || isNotStarted(status)
                  ? symbols.waiting()
                  : symbols.doubtful();
        };
    return Line.of(mark, style(status));
  }

  static Style style(String status) {
    return switch (StatusWords.usual(status)) {
      case "completed", "passed" -> Style.SUCCESS;
      case "failed", "timed_out", "refused" -> Style.FAILURE;
      case RUNNING -> Style.RUNNING;
      default -> Style.QUIET;
    };
  }

  /** Returns the mark and the word. */
  static Line withWord(String status, Symbols symbols) {
    return of(status, symbols).add(" ").add(status, style(status));
  }

  static boolean isRunning(String status) {
    return status.equals(RUNNING);
  }

  private static boolean isNotStarted(String status) {
    return status.equals("not_started");
  }
}
