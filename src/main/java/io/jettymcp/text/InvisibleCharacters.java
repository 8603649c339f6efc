package io.jettymcp.text;

import java.util.BitSet;

/** The table of characters that have no visible form. */
public final class InvisibleCharacters {
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
    0xD800, 0xDFFF, // unpaired surrogates
    0xFE00, 0xFE0F, // variation selectors
    0xFEFF, 0xFEFF, // byte order mark
    0xFFA0, 0xFFA0, // half-width Hangul filler
    0xFFF0, 0xFFFB, // unassigned, interlinear annotations
    0xFFFE, 0xFFFF, // noncharacters
    0x1BCA0, 0x1BCA3, // shorthand format controls
    0x1D173, 0x1D17A, // musical format controls
    0xE0000, 0xE0FFF // tags, variation selectors supplement
  };

  /** One bit for each doubtful character of the basic multilingual plane. */
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

  private InvisibleCharacters() {}

  /**
   * Returns true for a character that is invisible, a line break other than a line feed, or half of
   * a surrogate pair, so that its code point has to be checked. One lookup in a bit set, because
   * comparisons would be mispredicted at random in a text of several scripts.
   */
  public static boolean isDoubtful(char c) {
    return (DOUBTFUL[c >> 6] >>> c & 1) != 0;
  }

  /** Returns true for every line break of Unicode except the line feed (UAX #14). */
  public static boolean isLineBreak(int codePoint) {
    return switch (codePoint) {
      case 0x0B, 0x0C, '\r', 0x85, 0x2028, 0x2029 -> true;
      default -> false;
    };
  }

  /** Returns true for controls and characters without a form, but not for line feed and tab. */
  public static boolean isInvisible(int codePoint) {
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
}
