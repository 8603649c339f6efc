package io.jettymcp.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the calls of the demo. */
final class DemoText {
  private DemoText() {}

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
