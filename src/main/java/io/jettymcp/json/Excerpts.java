package io.jettymcp.json;

import io.jettymcp.text.Truncate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Beginnings of long texts. */
public final class Excerpts {
  private Excerpts() {}

  /** The beginning of any JSON as text, without writing out the rest of it. */
  public static String look(JsonNode value, int max) {
    if (value.isString()) {
      return Truncate.withCount(value.stringValue(), max);
    }
    StringBuilder out = new StringBuilder();
    boolean whole = append(value, out, max);
    return whole ? out.toString() : Truncate.withEllipsis(out.toString(), max);
  }

  /** Appends compact JSON until there are more than max characters; whether all of it went in. */
  private static boolean append(JsonNode value, StringBuilder out, int max) {
    if (out.length() > max) {
      return false;
    }
    if (value.isObject()) {
      String before = "{";
      for (var entry : value.properties()) {
        quote(entry.getKey(), out.append(before), max);
        out.append(':');
        if (!append(entry.getValue(), out, max)) {
          return false;
        }
        before = ",";
      }
      out.append(value.isEmpty() ? "{}" : "}");
    } else if (value.isArray()) {
      String before = "[";
      for (JsonNode item : value) {
        out.append(before);
        if (!append(item, out, max)) {
          return false;
        }
        before = ",";
      }
      out.append(value.isEmpty() ? "[]" : "]");
    } else if (value.isString()) {
      quote(value.stringValue(), out, max);
    } else {
      out.append(value);
    }
    return out.length() <= max;
  }

  private static void quote(String text, StringBuilder out, int max) {
    int room = Math.max(0, max + 1 - out.length());
    String beginning = text.substring(0, Math.min(text.length(), room));
    out.append(JsonNodeFactory.instance.stringNode(beginning));
  }
}
