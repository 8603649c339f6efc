package io.jettymcp.cli.terminal;

import java.util.List;
import java.util.OptionalDouble;

/** Draws steps, or runs, as bars on a common axis of time. */
final class TimeChart {
  /**
   * A bar.
   *
   * @param from seconds on the axis where it begins; empty if it did not begin
   * @param seconds its length; empty if nothing says how long it took
   */
  record Row(String name, String status, OptionalDouble from, OptionalDouble seconds) {}

  private static final int MAX_BAR = 60;
  private static final int MIN_BAR = 6;
  private static final int MAX_NAME = 32;
  private static final int INDENT = 2;
  private static final int MARK = 2;
  private static final int GAP = 2;
  private static final int DURATION = 8;

  private final Drawing drawing;
  private final double end;
  private final int name;
  private final int bar;

  /**
   * @param end seconds on the axis where the picture ends
   */
  TimeChart(Drawing drawing, List<Row> rows, double end) {
    this.drawing = drawing;
    this.end = Math.max(end, rows.stream().mapToDouble(TimeChart::end).max().orElse(0));
    int widest =
        rows.stream()
            .mapToInt(row -> DisplayWidth.of(DisplayWidth.clean(row.name())))
            .max()
            .orElse(0);
    int left = drawing.columns() - INDENT - MARK - 2 * GAP - DURATION;
    this.name = Math.min(widest, Math.min(MAX_NAME, Math.max(left / 3, left - MAX_BAR)));
    this.bar = Math.max(MIN_BAR, Math.min(MAX_BAR, left - name));
  }

  /** Returns the column where the text of a row begins. */
  static int indent() {
    return INDENT + MARK;
  }

  /**
   * Draws a bar.
   *
   * @param frame of the spinner
   */
  void draw(Row row, long frame) {
    Symbols symbols = drawing.symbols();
    Line line = Line.of(" ".repeat(INDENT)).add(StatusMark.of(row.status(), symbols, frame));
    line.add(" ").add(Line.of(row.name()).cut(name, symbols));
    line.to(INDENT + MARK + name + GAP);
    if (row.from().isPresent() && row.seconds().isPresent() && end > 0) {
      double from = row.from().getAsDouble();
      line.add(
          Bar.between(from / end, (from + row.seconds().getAsDouble()) / end, bar, symbols),
          StatusMark.style(row.status()));
    }
    if (row.seconds().isPresent()) {
      String duration = Times.duration(row.seconds().getAsDouble());
      line.to(INDENT + MARK + name + GAP + bar + GAP + DURATION - duration.length());
      line.add(duration, Style.QUIET);
    } else {
      line.add(row.status(), Style.QUIET);
    }
    drawing.line(line);
  }

  private static double end(Row row) {
    return row.from().orElse(0) + row.seconds().orElse(0);
  }
}
