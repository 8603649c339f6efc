package io.jettymcp.cli.install.edit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes and reads the content of strings in double quotes. */
final class TomlEscapes {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([ \\t]*\\r?\\n\\s*)|(.))");

  private TomlEscapes() {}

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        out.append("\\u%04X".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /**
   * @param isLong true for a string in three quotes, which a backslash continues on the next line
   */
  static String decode(String content, boolean isLong) throws UneditableException {
    StringBuilder out = new StringBuilder();
    Matcher escape = ESCAPE.matcher(content);
    int from = 0;
    while (escape.find()) {
      out.append(content, from, escape.start()).append(decoded(escape, isLong));
      from = escape.end();
    }
    return out.append(content, from, content.length()).toString();
  }

  private static String decoded(Matcher escape, boolean isLong) throws UneditableException {
    for (int group = 1; group <= 3; group++) {
      if (escape.group(group) != null) {
        int code = (int) Long.parseLong(escape.group(group), 16);
        if (!Character.isValidCodePoint(code)) {
          throw new UneditableException("has an escape in a string that is no character");
        }
        return Character.toString(code);
      }
    }
    if (escape.group(4) != null && isLong) {
      return "";
    }
    return switch (escape.group(escape.group(5) == null ? 4 : 5)) {
      case "b" -> "\b";
      case "t" -> "\t";
      case "n" -> "\n";
      case "f" -> "\f";
      case "r" -> "\r";
      case "e" -> "\u001b";
      case "\"" -> "\"";
      case "\\" -> "\\";
      default -> throw new UneditableException("has an unknown escape in a string");
    };
  }
}
