package io.jettymcp.json;

import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON as compact text, as Jackson writes it by default, but without its mapper: that takes longer
 * to load than a host should wait for an answer.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789ABCDEF";

  private JsonWriter() {}

  /** The tree as compact JSON. */
  public static String of(JsonNode tree) {
    StringBuilder json = new StringBuilder(256);
    write(tree, json);
    return json.toString();
  }

  /** Appends the tree as compact JSON. */
  public static void write(JsonNode tree, StringBuilder json) {
    switch (tree.getNodeType()) {
      case OBJECT -> {
        char before = '{';
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
          json.append(before);
          quote(field.getKey(), json);
          json.append(':');
          write(field.getValue(), json);
          before = ',';
        }
        json.append(before == '{' ? "{}" : "}");
      }
      case ARRAY -> {
        json.append('[');
        for (Iterator<JsonNode> items = tree.iterator(); items.hasNext(); ) {
          write(items.next(), json);
          if (items.hasNext()) {
            json.append(',');
          }
        }
        json.append(']');
      }
      case STRING -> quote(tree.stringValue(), json);
      case BOOLEAN -> json.append(tree.booleanValue());
      case NULL -> json.append("null");
      default -> {
        if (tree.isInt() || tree.isLong()) {
          json.append(tree.longValue());
        } else {
          json.append(tree); // Jackson knows how numbers of other kinds are written
        }
      }
    }
  }

  /** The text in quotes, with those characters escaped that have to be (RFC 8259, section 7). */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16);
    quote(text, quoted);
    return quoted.toString();
  }

  private static void quote(String text, StringBuilder quoted) {
    quoted.append('"');
    if (isPlain(text)) {
      quoted.append(text);
    } else {
      escape(text, quoted);
    }
    quoted.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void escape(String text, StringBuilder quoted) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c >= ' ') {
        quoted.append(c);
      } else {
        control(c, quoted);
      }
    }
  }

  private static void control(char c, StringBuilder quoted) {
    switch (c) {
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      default -> quoted.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
    }
  }

  /** JSON without the blanks between its values. */
  public static String compact(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean inText = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inText && c == '\\') {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      inText ^= c == '"';
      if (inText || c > ' ') {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
