package io.jettymcp.cli.terminal;

import io.jettymcp.text.InvisibleCharacters;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures text in columns of a terminal, where characters of East Asia and emoji take two and
 * combining marks none, and cuts it to columns.
 */
public final class DisplayWidth {
  /** The first and the last of each block of wide characters, in order (Unicode, UAX #11). */
  private static final int[] WIDE = {
    0x1100, 0x115F, // Hangul
    0x231A, 0x231B,
    0x2329, 0x232A,
    0x23E9, 0x23EC,
    0x23F0, 0x23F0,
    0x23F3, 0x23F3,
    0x25FD, 0x25FE,
    0x2614, 0x2615,
    0x2648, 0x2653,
    0x267F, 0x267F,
    0x2693, 0x2693,
    0x26A1, 0x26A1,
    0x26AA, 0x26AB,
    0x26BD, 0x26BE,
    0x26C4, 0x26C5,
    0x26CE, 0x26CE,
    0x26D4, 0x26D4,
    0x26EA, 0x26EA,
    0x26F2, 0x26F3,
    0x26F5, 0x26F5,
    0x26FA, 0x26FA,
    0x26FD, 0x26FD,
    0x2705, 0x2705,
    0x270A, 0x270B,
    0x2728, 0x2728,
    0x274C, 0x274C,
    0x274E, 0x274E,
    0x2753, 0x2755,
    0x2757, 0x2757,
    0x2795, 0x2797,
    0x27B0, 0x27B0,
    0x27BF, 0x27BF,
    0x2B1B, 0x2B1C,
    0x2B50, 0x2B50,
    0x2B55, 0x2B55,
    0x2E80, 0x303E, // radicals, punctuation
    0x3041, 0xA4CF, // kana, ideographs, Yi
    0xA960, 0xA97F, // Hangul
    0xAC00, 0xD7A3, // Hangul
    0xF900, 0xFAFF, // ideographs
    0xFE10, 0xFE19, // vertical forms
    0xFE30, 0xFE6F, // compatibility forms
    0xFF00, 0xFF60, // full-width forms
    0xFFE0, 0xFFE6, // full-width signs
    0x16FE0, 0x18D08, // Tangut, Khitan
    0x1AFF0, 0x1B2FB, // kana
    0x1F004, 0x1F004,
    0x1F0CF, 0x1F0CF,
    0x1F18E, 0x1F18E,
    0x1F191, 0x1F19A,
    0x1F200, 0x1F265, // enclosed ideographs
    0x1F300, 0x1F64F, // emoji
    0x1F680, 0x1F6FF, // emoji
    0x1F7E0, 0x1F7F0, // emoji
    0x1F900, 0x1F9FF, // emoji
    0x1FA70, 0x1FAFF, // emoji
    0x20000, 0x3FFFD // ideographs
  };

  private static final String SEPARATORS = "./_-,:;=&?";

  /** Colours of skin: terminals disagree about whether they take columns. */
  private static final int FIRST_SKIN_TONE = 0x1F3FB;

  private static final int LAST_SKIN_TONE = 0x1F3FF;

  private DisplayWidth() {}

  /**
   * Returns text as one line without characters that move the cursor or have no form. Escape
   * sequences lose their first character here, so that no text can control the terminal.
   */
  static String clean(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point == '\n' || point == '\t' || InvisibleCharacters.isLineBreak(point)) {
        line.append(' ');
      } else if (!InvisibleCharacters.isInvisible(point)
          && (point < FIRST_SKIN_TONE || point > LAST_SKIN_TONE)) {
        line.appendCodePoint(point);
      }
    }
    return line.toString();
  }

  /** Returns the columns of clean text. */
  public static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  private static int of(int point) {
    if (point < 0x300) {
      return 1;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    int block = 0;
    while (block < WIDE.length && WIDE[block + 1] < point) {
      block += 2;
    }
    return block < WIDE.length && WIDE[block] <= point ? 2 : 1;
  }

  /** Returns the beginning of clean text that fits, with the marks that combine with its end. */
  static String head(String text, int columns) {
    int left = columns;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      left -= of(point);
      if (left < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }

  /** Breaks clean text between words; a word alone is broken only if it fills more than a line. */
  public static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split(" +", -1)) {
      if (!line.isEmpty() && of(line.toString()) + 1 + of(word) <= columns) {
        line.append(' ').append(word);
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
      }
      String rest = word;
      while (of(rest) > columns) {
        String head = part(rest, columns);
        if (head.isEmpty()) {
          break;
        }
        lines.add(head);
        rest = rest.substring(head.length());
      }
      line.append(rest);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns the beginning of a word that fits, if possible up to a separator. */
  private static String part(String word, int columns) {
    String head = head(word, columns);
    int end = head.length();
    while (end > head.length() / 2 && SEPARATORS.indexOf(head.charAt(end - 1)) < 0) {
      end--;
    }
    return end > head.length() / 2 ? head.substring(0, end) : head;
  }

  /** Returns whether text has characters that are written from right to left. */
  static boolean isRightToLeft(String text) {
    return text.codePoints()
        .mapToObj(Character::getDirectionality)
        .anyMatch(
            direction ->
                direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
  }
}
