package io.jettymcp.workflow;

import java.util.ArrayList;
import java.util.List;

/** Reads the text of a path expression from left to right. */
final class PathReader {
  private static final int MAX_DIGITS = 9;

  /** Characters that are escaped in quotes, and the letters of those. */
  static final String ESCAPED = "\"\\\n\r\t";

  static final String ESCAPES = "\"\\nrt";

  private final String text;
  private final boolean allowsQuotes;
  private int at;

  /**
   * @param allowsQuotes whether names in brackets are allowed, such as {@code ["a b"]}; Jetty's own
   *     expressions have none
   */
  PathReader(String text, boolean allowsQuotes) {
    this.text = text;
    this.allowsQuotes = allowsQuotes;
  }

  List<PathPart> parts() {
    List<PathPart> parts = new ArrayList<>();
    if (!allowsQuotes || !text.startsWith("[")) {
      parts.add(name());
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '.') {
        at++;
        parts.add(name());
      } else if (c == '[') {
        at++;
        parts.add(bracket());
      } else {
        throw wrong("expected '.' or '['");
      }
    }
    return List.copyOf(parts);
  }

  private PathPart name() {
    int from = at;
    while (at < text.length() && isNamePart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == from) {
      throw wrong("expected a name");
    }
    return new PathPart.Name(text.substring(from, at));
  }

  private PathPart bracket() {
    if (allowsQuotes && at < text.length() && isQuote(text.charAt(at))) {
      return quotedName(text.charAt(at++));
    }
    int close = text.indexOf(']', at);
    if (close < 0) {
      throw wrong("expected ']'");
    }
    String inside = text.substring(at, close);
    if (inside.equals("*")) {
      at = close + 1;
      return new PathPart.Each();
    }
    String digits = inside.startsWith("-") ? inside.substring(1) : inside;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong("expected an integer or '*' in the brackets");
    }
    if (digits.length() > MAX_DIGITS) {
      throw wrong("an index has at most " + MAX_DIGITS + " digits");
    }
    at = close + 1;
    return new PathPart.Index(Integer.parseInt(inside));
  }

  private PathPart quotedName(char quote) {
    StringBuilder name = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char letter = text.charAt(at++);
        int escaped = ESCAPES.indexOf(letter);
        name.append(escaped >= 0 ? ESCAPED.charAt(escaped) : letter);
      } else {
        name.append(c);
      }
    }
    if (!text.startsWith(quote + "]", at)) {
      throw wrong("expected " + quote + "]");
    }
    at += 2;
    return new PathPart.Name(name.toString());
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  static boolean isNamePart(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private PathExpression.Malformed wrong(String what) {
    String found =
        at < text.length()
            ? "'" + Quoted.shortened(Character.toString(text.codePointAt(at))) + "'"
            : "the end";
    return new PathExpression.Malformed(what + " at position " + at + ", found " + found);
  }
}
