package io.jettymcp.cli.terminal;

import tools.jackson.databind.JsonNode;

/** Draws how many runs have each status. */
final class StatusBars {
  /** In columns: the longest usual status with its mark. */
  static final int LABEL = 13;

  private static final int MAX_BAR = 40;
  private static final int MIN_BAR = 4;
  private static final int COUNT = 10;

  private StatusBars() {}

  /** Returns the columns of the longest bar. */
  static int columns(Drawing drawing) {
    return Math.max(MIN_BAR, Math.min(MAX_BAR, drawing.columns() - LABEL - COUNT));
  }

  /**
   * Draws a bar for each status.
   *
   * @param counts an object with a number for each status
   */
  static void draw(Drawing drawing, JsonNode counts) {
    double all = counts.values().stream().mapToDouble(count -> count.asDouble(0)).sum();
    for (var status : counts.properties()) {
      double count = status.getValue().asDouble(0);
      Line line = StatusMark.withWord(status.getKey(), drawing.symbols()).to(LABEL);
      line.add(
          Bar.of(count / all, columns(drawing), drawing.symbols()),
          StatusMark.style(status.getKey()));
      drawing.line(line.add(" " + Values.text(status.getValue())));
    }
  }
}
