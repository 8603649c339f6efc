package io.jettymcp.redact;

import java.util.BitSet;

/** Which characters nobody sees, and which are emoji that some of them may stand next to. */
final class Invisible {
  /** The first and the last of each block above the controls, in order. */
  private static final int[] BLOCKS = {
    0xAD, 0xAD, // soft hyphen
    0x034F, 0x034F, // combining grapheme joiner
    0x061C, 0x061C, // Arabic letter mark
    0x115F, 0x1160, // Hangul fillers
    0x17B4, 0x17B5, // Khmer inherent vowels
    0x180B, 0x180F, // Mongolian selectors and vowel separator
    0x200B, 0x200F, // zero-width characters, directional marks
    0x202A, 0x202E, // bidirectional embeddings and overrides
    0x2060, 0x206F, // word joiner, invisible operators, isolates
    0x3164, 0x3164, // Hangul filler
    0xD800, 0xDFFF, // surrogates without their other half
    0xFE00, 0xFE0F, // variation selectors
    0xFEFF, 0xFEFF, // byte order mark
    0xFFA0, 0xFFA0, // half-width Hangul filler
    0xFFF0, 0xFFFB, // unassigned, interlinear annotations
    0xFFFE, 0xFFFF, // no characters
    0x1BCA0, 0x1BCA3, // shorthand format controls
    0x1D173, 0x1D17A, // musical format controls
    0xE0000, 0xE0FFF // tags, variation selectors supplement
  };

  /** A bit for each character of the basic plane that is doubtful. */
  private static final long[] DOUBTFUL;

  static {
    BitSet doubtful = new BitSet();
    doubtful.set(0, ' ');
    doubtful.clear('\t');
    doubtful.clear('\n');
    doubtful.set(0x7F, 0xA0);
    doubtful.set(0x2028, 0x202A);
    for (int i = 0; i < BLOCKS.length && BLOCKS[i] <= 0xFFFF; i += 2) {
      doubtful.set(BLOCKS[i], BLOCKS[i + 1] + 1);
    }
    DOUBTFUL = doubtful.toLongArray();
  }

  private Invisible() {}

  /**
   * Whether a character is invisible, breaks a line as no line feed does, or is half of a pair, so
   * that its code point has to be looked at. One table for all, as a text of several scripts would
   * take turns at random with comparisons.
   */
  static boolean isDoubtful(char c) {
    return (DOUBTFUL[c >> 6] >>> c & 1) != 0;
  }

  /** Line and paragraph separator, which break a line as a line feed does. */
  static boolean isLineBreak(int codePoint) {
    return codePoint == 0x2028 || codePoint == 0x2029;
  }

  /** Whether a character is a control or has no form of its own. Line feed and tab have none. */
  static boolean isInvisible(int codePoint) {
    if (codePoint < 0xAD) {
      return codePoint < ' ' ? codePoint != '\n' && codePoint != '\t' : isDelOrC1(codePoint);
    }
    int block = 0;
    while (block < BLOCKS.length && BLOCKS[block + 1] < codePoint) {
      block += 2;
    }
    return block < BLOCKS.length && BLOCKS[block] <= codePoint;
  }

  private static boolean isDelOrC1(int codePoint) {
    return codePoint >= 0x7F && codePoint <= 0x9F;
  }

  /**
   * Whether a character can be the base of an emoji: a pictograph, or a symbol that a selector
   * makes one. No letter and no digit is, so that no word can be broken up with selectors.
   */
  static boolean isEmoji(int codePoint) {
    return switch (codePoint) {
      case 0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139, 0x3030, 0x303D, 0x3297, 0x3299 -> true;
      default ->
          isIn(codePoint, 0x2190, 0x21FF)
              || isIn(codePoint, 0x2300, 0x23FF)
              || codePoint == 0x24C2
              || isIn(codePoint, 0x25A0, 0x27BF)
              || isIn(codePoint, 0x2934, 0x2935)
              || isIn(codePoint, 0x2B00, 0x2BFF)
              || isIn(codePoint, 0x1F000, 0x1FAFF);
    };
  }

  private static boolean isIn(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }
}
