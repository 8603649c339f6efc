package io.jettymcp.redact;

import io.jettymcp.text.InvisibleCharacters;
import java.lang.Character.UnicodeScript;
import java.util.List;

/**
 * Finds invisible characters that change how their neighbours look, and so belong to the text:
 * joiners in the scripts that use them, variation selectors, and the tags of three flags. Each
 * needs a visible neighbour that it acts on, so that none can hide inside a Latin word and no
 * message can be written in them.
 */
final class FormatCharacters {
  private static final int GRAPHEME_JOINER = 0x034F;
  private static final int MONGOLIAN_VOWEL_SEPARATOR = 0x180E;
  private static final int ZERO_WIDTH_SPACE = 0x200B;
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;
  private static final int KEYCAP = 0x20E3;
  private static final int BLACK_FLAG = 0x1F3F4;

  /** Tags of the flags of England, Scotland and Wales, the only ones in general use (UTS #51). */
  private static final List<String> FLAG_TAGS =
      List.of(tags("gbeng"), tags("gbsct"), tags("gbwls"));

  /** No letter carries so many marks; the bound keeps time linear. */
  private static final int MAX_MARKS = 16;

  private FormatCharacters() {}

  /**
   * Returns how many UTF-16 code units of the text stay from an invisible character on, or 0 if it
   * goes. Direction controls stay here, because {@link DirectionControls} judges them by their
   * line.
   *
   * @param before clean text, of which the first {@code end} units precede the character
   * @param at where the character is in the text
   */
  static int kept(CharSequence before, int end, String text, int at) {
    int codePoint = text.codePointAt(at);
    int length = Character.charCount(codePoint);
    int previous = end > 0 ? Character.codePointBefore(before, end) : ' ';
    int next = at + length < text.length() ? text.codePointAt(at + length) : ' ';
    boolean stays =
        switch (codePoint) {
          case JOINER -> joins(before, end, previous, next);
          case NON_JOINER -> separates(before, end, previous, next);
          case ZERO_WIDTH_SPACE -> isUnspaced(previous) && isUnspaced(next);
          case GRAPHEME_JOINER -> isMark(previous) && isMark(next);
          case MONGOLIAN_VOWEL_SEPARATOR -> isMongolian(previous) && isMongolian(next);
          default -> DirectionControls.isControl(codePoint) || selects(codePoint, previous, next);
        };
    return stays ? length : previous == BLACK_FLAG ? flagTags(text, at) : 0;
  }

  /** An emoji sequence, or a letter that takes another form, which can also end a word. */
  private static boolean joins(CharSequence before, int end, int previous, int next) {
    return isEmojiSequence(before, end, previous, next)
        || (isWord(previous) && JoiningScripts.uses(script(before, end)))
        || isInsideWord(before, end, previous, next);
  }

  /** A letter that keeps its form: inside a word, or at its end behind a virama. */
  private static boolean separates(CharSequence before, int end, int previous, int next) {
    return (isMark(previous) && JoiningScripts.uses(UnicodeScript.of(previous)))
        || isInsideWord(before, end, previous, next);
  }

  private static boolean isInsideWord(CharSequence before, int end, int previous, int next) {
    return isWord(previous)
        && isWord(next)
        && (JoiningScripts.uses(script(before, end))
            || JoiningScripts.uses(UnicodeScript.of(next)));
  }

  private static boolean isEmojiSequence(CharSequence before, int end, int previous, int next) {
    int base =
        previous == 0xFE0F && end > 1 ? Character.codePointBefore(before, end - 1) : previous;
    return Emoji.isBase(base) && Emoji.isBase(next);
  }

  /** The script of the last letter, or of the mark on it if that has one of its own. */
  private static UnicodeScript script(CharSequence before, int end) {
    int at = end;
    for (int i = 0; i < MAX_MARKS && at > 0; i++) {
      int codePoint = Character.codePointBefore(before, at);
      UnicodeScript script = UnicodeScript.of(codePoint);
      if (script != UnicodeScript.INHERITED
          || Character.getType(codePoint) != Character.NON_SPACING_MARK) {
        return script;
      }
      at -= Character.charCount(codePoint);
    }
    return UnicodeScript.COMMON;
  }

  private static boolean selects(int codePoint, int previous, int next) {
    if (codePoint == 0xFE0E || codePoint == 0xFE0F) {
      return Emoji.isBase(previous) || (next == KEYCAP && "0123456789#*".indexOf(previous) >= 0);
    }
    if (codePoint >= 0xFE00 && codePoint <= 0xFE02) {
      return Character.isIdeographic(previous)
          || (codePoint == 0xFE00 && hasStandardVariant(previous));
    }
    // The registered ideographic variation sequences use the first 32 of 240 selectors.
    if (codePoint >= 0xE0100 && codePoint <= 0xE011F) {
      return Character.isIdeographic(previous);
    }
    return codePoint >= 0x180B && codePoint <= 0x180F && isMongolian(previous);
  }

  /** Mathematical operators and letters of the scripts in StandardizedVariants.txt. */
  private static boolean hasStandardVariant(int codePoint) {
    if (codePoint >= 0x2200 && codePoint <= 0x2AFF) {
      return Character.getType(codePoint) == Character.MATH_SYMBOL;
    }
    return switch (UnicodeScript.of(codePoint)) {
      case MYANMAR, PHAGS_PA, MANICHAEAN -> true;
      default -> false;
    };
  }

  private static int flagTags(String text, int at) {
    for (String tags : FLAG_TAGS) {
      if (text.startsWith(tags, at)) {
        return tags.length();
      }
    }
    return 0;
  }

  private static String tags(String region) {
    StringBuilder tags = new StringBuilder();
    region.chars().forEach(c -> tags.appendCodePoint(0xE0000 + c));
    return tags.appendCodePoint(0xE007F).toString();
  }

  private static boolean isWord(int codePoint) {
    return (Character.isLetterOrDigit(codePoint) && !InvisibleCharacters.isInvisible(codePoint))
        || isMark(codePoint);
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return (type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK)
        && !InvisibleCharacters.isInvisible(codePoint);
  }

  private static boolean isMongolian(int codePoint) {
    return UnicodeScript.of(codePoint) == UnicodeScript.MONGOLIAN && isWord(codePoint);
  }

  /** Returns true for scripts without blanks, in which a zero-width space ends a word. */
  private static boolean isUnspaced(int codePoint) {
    return switch (UnicodeScript.of(codePoint)) {
      case KHMER, LAO, MYANMAR, THAI -> true;
      default -> false;
    };
  }
}
