package io.jettymcp.cli.install.edit;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes values as JSON: objects with a field a line, arrays of texts on one line. */
final class JsonText {
  private JsonText() {}

  static String string(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }

  static String field(String name, String value) {
    return string(name) + ": " + value;
  }

  /**
   * Returns a value on lines of its own.
   *
   * @param indent of the line on which it starts
   */
  static String lines(Object value, String indent, TextStyle style) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String inner = indent + style.unit();
      return map.entrySet().stream()
          .map(
              field ->
                  inner
                      + string(String.valueOf(field.getKey()))
                      + ": "
                      + lines(field.getValue(), inner, style))
          .collect(
              Collectors.joining(
                  "," + style.lineEnd(), "{" + style.lineEnd(), style.lineEnd() + indent + "}"));
    }
    return line(value);
  }

  /** Returns a value on one line. */
  static String line(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(field -> string(String.valueOf(field.getKey())) + ": " + line(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(JsonText::line).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Literal literal ? literal.text() : string(String.valueOf(value));
  }
}
