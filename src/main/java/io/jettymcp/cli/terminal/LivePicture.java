package io.jettymcp.cli.terminal;

import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Draws how far a call is, at one moment. */
final class LivePicture {
  /** Lines besides those of steps. */
  private static final int OTHER_LINES = 6;

  private final Terminal terminal;
  private final Clock clock;
  private final String hint;
  private final Instant begun;

  /**
   * @param hint what Ctrl-C does
   */
  LivePicture(Terminal terminal, Clock clock, String hint) {
    this.terminal = terminal;
    this.clock = clock;
    this.hint = hint;
    this.begun = clock.instant();
  }

  TerminalSize size() {
    return new TerminalSize(terminal.columns(), terminal.rows());
  }

  boolean color() {
    return terminal.color();
  }

  /**
   * Draws the timeline, or the message alone where the call waits for no run.
   *
   * @param size of the terminal at this moment
   * @param frame of the spinner
   */
  List<Line> draw(String words, Optional<Timeline> timeline, TerminalSize size, long frame) {
    // One column is left empty: some terminals break a line that fills the last one.
    Drawing drawing =
        new Drawing(terminal.with(new TerminalSize(size.columns() - 1, size.rows())), clock);
    Instant now = clock.instant();
    String elapsed = Times.elapsed(Duration.between(begun, now));
    Line first = StatusMark.of("running", drawing.symbols(), frame).add(" ");
    if (timeline.isEmpty()) {
      drawing.line(first.add(words).add("  " + elapsed, Style.QUIET));
      return drawing.lines();
    }
    Timeline runs = timeline.get();
    drawing.line(
        first
            .add(runs.title(), Style.TITLE)
            .add("  " + (runs.spans().isEmpty() ? words : done(runs)))
            .add("  " + elapsed));
    if (size.rows() <= OTHER_LINES) {
      return drawing.lines(); // what scrolls out of the terminal cannot be drawn again
    }
    runs.url().ifPresent(url -> drawing.line(Line.of("  ").add(url, Style.QUIET)));
    List<TimeChart.Row> rows = StepRows.of(runs, now);
    TimeChart chart =
        new TimeChart(drawing, rows, Duration.between(runs.begun(), now).toMillis() / 1000.0);
    int room = size.rows() - OTHER_LINES;
    List<TimeChart.Row> shown = LiveRows.of(rows, room);
    shown.forEach(row -> chart.draw(row, frame));
    if (shown.size() < rows.size()) {
      drawing.line(Line.of("    and " + (rows.size() - shown.size()) + " more", Style.QUIET));
    }
    drawing.line(Line.of("  " + hint, Style.QUIET));
    return drawing.lines();
  }

  private static String done(Timeline runs) {
    long ended = runs.spans().stream().filter(span -> StatusWords.isEnd(span.status())).count();
    return ended + " of " + runs.spans().size() + " done";
  }
}
