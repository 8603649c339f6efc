package io.jettymcp.cli.terminal;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Draws what Jetty counts of a task: runs by status, and whatever else it says beside them. */
final class StatsPicture {
  private static final String COUNTS = "by_status";

  private StatsPicture() {}

  static boolean accepts(JsonNode result) {
    return result.path("stats").path(COUNTS).isObject();
  }

  static void draw(Drawing drawing, JsonNode result) {
    JsonNode stats = result.path("stats");
    StatusBars.draw(drawing, stats.path(COUNTS));
    drawing.gap();
    Table table =
        new Table(List.of(Table.Column.text("figure", 8, 0), Table.Column.text("value", 8, 1)));
    for (var field : stats.properties()) {
      if (!field.getKey().equals(COUNTS)) {
        table.row(
            List.of(Line.of(field.getKey().replace('_', ' ')), Line.of(shown(field.getValue()))));
      }
    }
    if (!table.isEmpty()) {
      table.draw(drawing, 0);
    }
  }

  private static String shown(JsonNode value) {
    return value.isNumber() && !value.isIntegralNumber()
        ? String.format(Locale.ROOT, "%.2f", value.asDouble(0))
        : Values.text(value);
  }
}
