package io.jettymcp.redact;

/** Recognises characters that a joiner or a variation selector may follow. */
final class Emoji {
  private Emoji() {}

  /**
   * Returns true for the base of an emoji: a pictograph, or a symbol that a selector makes one. No
   * letter and no digit is, so that no word can be broken up with selectors.
   */
  static boolean isBase(int codePoint) {
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
