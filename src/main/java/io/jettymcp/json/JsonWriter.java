package io.jettymcp.json;

import io.jettymcp.text.Truncate;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Writes compact JSON as Jackson does by default, but without its mapper, which takes longer to
 * load than a host should wait for its first answer.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789ABCDEF";

  /** Characters with an escape of their own (RFC 8259, section 7), and the letters of those. */
  private static final String ESCAPED = "\"\\\b\f\n\r\t";

  private static final String ESCAPES = "\"\\bfnrt";

  private final StringBuilder json;

  /** Nothing is begun any more when there are more characters than this. */
  private final int max;

  private JsonWriter(StringBuilder json, int max) {
    this.json = json;
    this.max = max;
  }

  /** The tree as compact JSON. */
  public static String of(JsonNode tree) {
    StringBuilder json = new StringBuilder(256);
    write(tree, json);
    return json.toString();
  }

  /** Appends the tree as compact JSON. */
  public static void write(JsonNode tree, StringBuilder json) {
    new JsonWriter(json, Integer.MAX_VALUE).value(tree);
  }

  /** The string in quotes, with those characters escaped that have to be. */
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16);
    new JsonWriter(json, Integer.MAX_VALUE).string(text);
    return json.toString();
  }

  /** The beginning of a string or of a tree as JSON, the rest of which is never written. */
  public static String excerpt(JsonNode value, int max) {
    if (value.isString()) {
      return Truncate.withCount(value.stringValue(), max);
    }
    StringBuilder json = new StringBuilder();
    new JsonWriter(json, max).value(value);
    return Truncate.withEllipsis(json.toString(), max);
  }

  /** Removes the blanks between the values of JSON. */
  public static String compact(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString && c == '\\') {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      inString ^= c == '"';
      if (inString || c > ' ') {
        compact.append(c);
      }
    }
    return compact.toString();
  }

  /** Returns true for a character that stands for itself in a JSON string. */
  static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\';
  }

  /** The length of a character below U+0080 in a JSON string. */
  static int length(char c) {
    if (isPlain(c)) {
      return 1;
    }
    return ESCAPED.indexOf(c) >= 0 ? 2 : 6;
  }

  private boolean isFull() {
    return json.length() > max;
  }

  private void value(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value);
      case ARRAY -> array(value);
      case STRING -> string(value.stringValue());
      case BOOLEAN -> json.append(value.booleanValue());
      case NULL -> json.append("null");
      default -> {
        if (value.isInt() || value.isLong()) {
          json.append(value.longValue());
        } else {
          json.append(value); // Jackson knows how numbers of other kinds are written.
        }
      }
    }
  }

  private void object(JsonNode object) {
    json.append('{');
    char before = 0;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (isFull()) {
        return;
      }
      if (before != 0) {
        json.append(before);
      }
      string(field.getKey());
      json.append(':');
      value(field.getValue());
      before = ',';
    }
    json.append('}');
  }

  private void array(JsonNode array) {
    json.append('[');
    char before = 0;
    for (JsonNode item : array) {
      if (isFull()) {
        return;
      }
      if (before != 0) {
        json.append(before);
      }
      value(item);
      before = ',';
    }
    json.append(']');
  }

  private void string(String text) {
    json.append('"');
    int end = Math.min(text.length(), Math.max(0, max - json.length() + 1));
    int plain = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (!isPlain(c)) {
        json.append(text, plain, i);
        escape(c, json);
        plain = i + 1;
      }
    }
    json.append(text, plain, end).append('"');
  }

  private static void escape(char c, StringBuilder json) {
    int known = ESCAPED.indexOf(c);
    if (known >= 0) {
      json.append('\\').append(ESCAPES.charAt(known));
    } else {
      json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
    }
  }
}
