package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Draws what any result can hold beside its data: warnings, notes, and what was left out. */
final class Remarks {
  private Remarks() {}

  static void draw(Drawing drawing, JsonNode result) {
    if (Stream.of("warnings", "note", "notes", "cut").anyMatch(result::has)) {
      drawing.gap();
    }
    Values.items(result, "warnings")
        .forEach(warning -> draw(drawing, "! ", Values.text(warning), Style.WARNING));
    Json.text(result, "note").ifPresent(note -> draw(drawing, "", note, Style.PLAIN));
    Values.items(result, "notes")
        .forEach(note -> draw(drawing, "", Values.text(note), Style.PLAIN));
    Values.items(result, "cut").forEach(cut -> draw(drawing, "", left(cut), Style.QUIET));
  }

  private static void draw(Drawing drawing, String before, String text, Style style) {
    drawing.paragraph(Line.of(before, style), text, style);
  }

  private static String left(JsonNode cut) {
    return "Only "
        + Values.text(cut.path("shown"))
        + " of "
        + Values.text(cut.path("total"))
        + " "
        + Values.text(cut.path("unit"))
        + " of "
        + Values.text(cut.path("path"))
        + " fit.";
  }

  /** Draws how many items of a list there are, where not all are shown. */
  static void count(Drawing drawing, JsonNode result, int shown, String noun) {
    if (result.path("has_more").asBoolean(false) || result.path("total").asInt(shown) > shown) {
      String of = result.path("total").isNumber() ? " of " + result.path("total") : "";
      String more = of.isEmpty() ? "; there are more" : "";
      drawing.line(Line.of(shown + of + " " + noun + more, Style.QUIET));
    }
  }
}
