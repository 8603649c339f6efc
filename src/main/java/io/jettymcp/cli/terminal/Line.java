package io.jettymcp.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a picture. All text passes here and is cleaned, so that nothing of what is shown can
 * control the terminal.
 */
final class Line {
  private record Part(String text, Style style) {}

  /** Keeps what follows text from right to left in its place (UAX #9, LRM). */
  private static final String LEFT_TO_RIGHT = "\u200e";

  private final List<Part> parts = new ArrayList<>();
  private int width;

  static Line of(String text, Style style) {
    return new Line().add(text, style);
  }

  static Line of(String text) {
    return of(text, Style.PLAIN);
  }

  Line add(String text, Style style) {
    String clean = DisplayWidth.clean(text);
    if (!clean.isEmpty()) {
      parts.add(new Part(clean, style));
      width += DisplayWidth.of(clean);
    }
    return this;
  }

  Line add(String text) {
    return add(text, Style.PLAIN);
  }

  Line add(Line more) {
    parts.addAll(more.parts);
    width += more.width;
    return this;
  }

  /** Adds blanks up to a column. */
  Line to(int column) {
    return add(" ".repeat(Math.max(0, column - width)));
  }

  int width() {
    return width;
  }

  /** Returns the line itself, or its beginning with an ellipsis where it does not fit. */
  Line cut(int columns, Symbols symbols) {
    if (width <= columns) {
      return this;
    }
    Line cut = new Line();
    for (Part part : parts) {
      int left = Math.max(0, columns - 1) - cut.width;
      String head = DisplayWidth.head(part.text(), left);
      cut.add(head, part.style());
      if (head.length() < part.text().length()) {
        break;
      }
    }
    return columns > 0 ? cut.add(symbols.ellipsis(), Style.QUIET) : cut;
  }

  /** Returns the text for a terminal, without blanks at the end. */
  String text(boolean color) {
    StringBuilder text = new StringBuilder();
    int last = parts.size();
    while (last > 0 && parts.get(last - 1).text().isBlank()) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      Part part = parts.get(i);
      String shown = i == last - 1 ? part.text().stripTrailing() : part.text();
      text.append(color ? part.style().around(shown) : shown);
      if (DisplayWidth.isRightToLeft(part.text())) {
        text.append(LEFT_TO_RIGHT);
      }
    }
    return text.toString();
  }
}
