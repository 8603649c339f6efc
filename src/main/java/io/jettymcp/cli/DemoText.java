package io.jettymcp.cli;

import io.jettymcp.cli.terminal.DisplayWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lays out the text of the demo for a terminal. */
final class DemoText {
  private DemoText() {}

  /** Breaks a text between words. A word that is wider than a line has a line of its own. */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.isEmpty()) {
        line.append(word);
      } else if (DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(word) <= columns) {
        line.append(' ').append(word);
      } else {
        lines.add(line.toString());
        line = new StringBuilder(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** Writes the arguments of a call as a person would type them; of a nested object, the names. */
  static String arguments(Map<?, ?> arguments) {
    return arguments.entrySet().stream()
        .map(argument -> argument.getKey() + "=" + value(argument.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String value(Object value) {
    if (value instanceof Map<?, ?> map) {
      boolean flat = map.values().stream().noneMatch(inner -> inner instanceof Map);
      return map.entrySet().stream()
          .map(field -> flat ? field.getKey() + ": " + field.getValue() : field.getKey().toString())
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(DemoText::value).collect(Collectors.joining(", "));
    }
    String text = value.toString().strip().replace("\n", ", ");
    return text.contains(" ") ? '"' + text + '"' : text;
  }
}
