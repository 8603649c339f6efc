package io.jettymcp.shape;

/** Which characters nobody sees, and which are emoji that some of them may stand next to. */
final class Invisible {
  private Invisible() {}

  /** Line and paragraph separator, which break a line as a line feed does. */
  static boolean isLineBreak(int codePoint) {
    return codePoint == 0x2028 || codePoint == 0x2029;
  }

  /** Whether a character is a control or has no form of its own. Line feed and tab have none. */
  static boolean isInvisible(int codePoint) {
    if (codePoint < 0xAD) {
      return codePoint < ' ' ? codePoint != '\n' && codePoint != '\t' : isDelOrC1(codePoint);
    }
    return switch (codePoint) {
      case 0xAD, // soft hyphen
          0x034F, // combining grapheme joiner
          0x061C, // Arabic letter mark
          0x115F, // Hangul fillers
          0x1160,
          0x3164,
          0xFFA0,
          0x17B4, // Khmer inherent vowels
          0x17B5,
          0xFEFF -> // byte order mark
          true;
      default -> isInInvisibleBlock(codePoint);
    };
  }

  private static boolean isDelOrC1(int codePoint) {
    return codePoint >= 0x7F && codePoint <= 0x9F;
  }

  private static boolean isInInvisibleBlock(int codePoint) {
    return isIn(codePoint, 0x180B, 0x180F) // Mongolian selectors and vowel separator
        || isIn(codePoint, 0x200B, 0x200F) // zero-width characters, directional marks
        || isIn(codePoint, 0x202A, 0x202E) // bidirectional embeddings and overrides
        || isIn(codePoint, 0x2060, 0x206F) // word joiner, invisible operators, isolates
        || isIn(codePoint, 0xD800, 0xDFFF) // surrogates without their other half
        || isIn(codePoint, 0xFE00, 0xFE0F) // variation selectors
        || isIn(codePoint, 0xFFF0, 0xFFFB) // unassigned, interlinear annotations
        || isIn(codePoint, 0xFFFE, 0xFFFF) // no characters
        || isIn(codePoint, 0x1BCA0, 0x1BCA3) // shorthand format controls
        || isIn(codePoint, 0x1D173, 0x1D17A) // musical format controls
        || isIn(codePoint, 0xE0000, 0xE0FFF); // tags, variation selectors supplement
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
