package io.jettymcp.cli.install.edit;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values as YAML. */
final class YamlText {
  private static final String UNIT = "  ";

  /** Texts that need no quotes in any version of YAML. */
  private static final Pattern PLAIN = Pattern.compile("(?:--?)?[A-Za-z/][A-Za-z0-9_./=@+-]*");

  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  /** Returns a field, without the indentation of its first line. */
  static String field(String name, Object value, String indent, String lineEnd) {
    return string(name) + ":" + behindColon(value, indent, lineEnd);
  }

  /** Returns the value of a field, with the blank or line end before it. */
  static String behindColon(Object value, String indent, String lineEnd) {
    String inner = lineEnd + indent + UNIT;
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      return map.entrySet().stream()
          .map(
              field ->
                  inner
                      + field(
                          String.valueOf(field.getKey()), field.getValue(), indent + UNIT, lineEnd))
          .collect(Collectors.joining());
    }
    return value instanceof Collection<?> list && !list.isEmpty()
        ? inner + items(list, indent + UNIT, lineEnd)
        : " " + line(value);
  }

  /** Returns the items of a list a line each, without the indentation of the first. */
  static String items(Collection<?> list, String indent, String lineEnd) {
    return list.stream()
        .map(item -> "- " + line(item))
        .collect(Collectors.joining(lineEnd + indent));
  }

  /** Returns a value on one line; YAML contains JSON. */
  static String line(Object value) {
    return value instanceof String text ? string(text) : JsonText.line(value);
  }

  private static String string(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : JsonText.string(text);
  }
}
