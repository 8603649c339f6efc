package io.jettymcp.cli.terminal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Collects the lines of a picture; none but what is copied is wider than the terminal. */
final class Drawing {
  /** In columns; bars that are longer are hard to compare. */
  private static final int MAX_COLUMNS = 120;

  private static final int MIN_COLUMNS = 20;

  private final int columns;
  private final Symbols symbols;
  private final Clock clock;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param clock with the time zone of the reader
   */
  Drawing(Terminal terminal, Clock clock) {
    this.columns = Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, terminal.columns()));
    this.symbols = terminal.symbols();
    this.clock = clock;
  }

  int columns() {
    return columns;
  }

  Symbols symbols() {
    return symbols;
  }

  Clock clock() {
    return clock;
  }

  void line(Line line) {
    lines.add(line.cut(columns, symbols));
  }

  /** Adds an empty line, unless the picture begins here. */
  void gap() {
    if (!lines.isEmpty()) {
      lines.add(new Line());
    }
  }

  /** Adds text of any length after a word; its other lines begin where the text does. */
  void paragraph(Line before, String text, Style style) {
    int indent = before.width();
    List<String> parts =
        DisplayWidth.wrap(DisplayWidth.clean(text), Math.max(MIN_COLUMNS / 2, columns - indent));
    line(new Line().add(before).add(parts.get(0), style));
    parts.stream().skip(1).forEach(part -> line(Line.of(" ".repeat(indent)).add(part, style)));
  }

  void paragraph(int indent, String text, Style style) {
    paragraph(Line.of(" ".repeat(indent)), text, style);
  }

  /** Adds text in full, for the terminal to break: a copy of it must still be one line. */
  void verbatim(int indent, String text, Style style) {
    lines.add(Line.of(" ".repeat(indent)).add(text, style));
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  /** Returns the picture, each line with its end. */
  String text(boolean color) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text(color)).append('\n'));
    return text.toString();
  }
}
