package io.jettymcp.cli.install.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the value of a statement and writes values. */
final class TomlValue {
  private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern LITERAL = Pattern.compile("[^,\\]}#\\r\\n]+");
  private static final Pattern KEY = Pattern.compile("[^=\\n]+?(?==)");

  private final String text;
  private int at;

  private TomlValue(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /** Holds a value and the indexes where it starts and ends. */
  record Placed(Object value, int start, int end) {}

  /**
   * Reads the value at an index, behind blanks.
   *
   * @throws UneditableException without a place, as the statement is one whose end was found
   */
  static Placed read(String text, int from) throws UneditableException {
    TomlValue reader = new TomlValue(text, TextStyle.skipBlanks(text, from));
    int start = reader.at;
    Object value = reader.value();
    return new Placed(value, start, reader.at);
  }

  private Object value() throws UneditableException {
    if (at >= text.length()) {
      throw broken();
    }
    char c = text.charAt(at);
    return switch (c) {
      case '[' -> array();
      case '{' -> table();
      case '"', '\'' -> string();
      default -> literal();
    };
  }

  private List<Object> array() throws UneditableException {
    List<Object> items = new ArrayList<>();
    at++;
    skipBlanksAndComments();
    while (!takes(']')) {
      items.add(value());
      skipBlanksAndComments();
      if (!takes(',') && !text.startsWith("]", at)) {
        throw broken();
      }
      skipBlanksAndComments();
    }
    return items;
  }

  private Map<String, Object> table() throws UneditableException {
    Map<String, Object> table = new LinkedHashMap<>();
    at++;
    skipBlanksAndComments();
    while (!takes('}')) {
      Matcher key = KEY.matcher(text).region(at, text.length());
      if (!key.lookingAt()) {
        throw broken();
      }
      List<String> path = TomlStatement.path(key.group().strip(), text, at);
      at = key.end() + 1;
      skipBlanksAndComments();
      TomlTree.put(table, path, value());
      skipBlanksAndComments();
      if (!takes(',') && !text.startsWith("}", at)) {
        throw broken();
      }
      skipBlanksAndComments();
    }
    return table;
  }

  private String string() throws UneditableException {
    char quote = text.charAt(at);
    int end = TomlStatement.endOfString(text, at);
    boolean isLong = text.startsWith(String.valueOf(quote).repeat(3), at);
    int fence = isLong ? 3 : 1;
    String content = text.substring(at + fence, end - fence);
    at = end;
    if (isLong) {
      content = content.replaceFirst("^\\r?\\n", "");
    }
    return quote == '"' ? TomlEscapes.decode(content, isLong) : content;
  }

  private Literal literal() throws UneditableException {
    Matcher literal = LITERAL.matcher(text).region(at, text.length());
    if (!literal.lookingAt() || literal.group().isBlank()) {
      throw broken();
    }
    at += literal.group().stripTrailing().length();
    return new Literal(literal.group().strip());
  }

  private void skipBlanksAndComments() {
    while (at < text.length() && " \t\r\n#".indexOf(text.charAt(at)) >= 0) {
      at = text.charAt(at) == '#' ? TextStyle.endOfLine(text, at) : at + 1;
    }
  }

  private boolean takes(char c) {
    boolean found = at < text.length() && text.charAt(at) == c;
    at += found ? 1 : 0;
    return found;
  }

  private static UneditableException broken() {
    return new UneditableException("has a value that cannot be read as TOML");
  }

  /** Returns a value on one line. */
  static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty()
          ? "{}"
          : map.entrySet().stream()
              .map(field -> key(String.valueOf(field.getKey())) + " = " + write(field.getValue()))
              .collect(Collectors.joining(", ", "{ ", " }"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(TomlValue::write).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Literal literal
        ? literal.text()
        : TomlEscapes.quoted(String.valueOf(value));
  }

  static String key(String name) {
    return BARE_KEY.matcher(name).matches() ? name : TomlEscapes.quoted(name);
  }
}
