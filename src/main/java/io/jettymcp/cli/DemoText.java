package io.jettymcp.cli;

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
      } else if (width(line) + 1 + width(word) <= columns) {
        line.append(' ').append(word);
      } else {
        lines.add(line.toString());
        line = new StringBuilder(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns the columns that a terminal needs for a text. */
  static int width(CharSequence text) {
    return text.codePoints().map(DemoText::columns).sum();
  }

  /**
   * Follows East Asian Width (UAX 11) for the blocks that are wide throughout; everything else that
   * is visible has one column.
   */
  private static int columns(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        Character.isIdeographic(codePoint)
            || (codePoint >= 0x1100 && codePoint <= 0x115F) // Hangul Jamo
            || (codePoint >= 0x2E80 && codePoint <= 0xA4CF) // CJK and kana
            || (codePoint >= 0xAC00 && codePoint <= 0xD7A3) // Hangul
            || (codePoint >= 0xFF00 && codePoint <= 0xFF60) // full-width forms
            || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF); // emoji
    return wide ? 2 : 1;
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
