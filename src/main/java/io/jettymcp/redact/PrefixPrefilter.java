package io.jettymcp.redact;

/**
 * Finds where one of several prefixes may start by testing every second pair of characters, which
 * is enough for prefixes of three. Never misses one that was added, but reports some others, as its
 * table distinguishes only {@value #CHARS} characters.
 */
final class PrefixPrefilter {
  private static final int CHARS = 128;

  /** Roles of a pair: the first two of three characters, the last two, or one with any other. */
  private static final int FIRST_TWO = 1;

  private static final int LAST_TWO = 2;
  private static final int SINGLE_FIRST = 4;
  private static final int SINGLE_SECOND = 8;

  private final byte[] pairs = new byte[CHARS * CHARS];

  /** Adds the first three characters of a prefix. */
  void add(String start) {
    pairs[pair(start.charAt(0), start.charAt(1))] |= FIRST_TWO;
    pairs[pair(start.charAt(1), start.charAt(2))] |= LAST_TWO;
  }

  /** Adds a character, whatever follows. */
  void add(char single) {
    for (char any = 0; any < CHARS; any++) {
      pairs[pair(single, any)] |= SINGLE_FIRST;
      pairs[pair(any, single)] |= SINGLE_SECOND;
    }
  }

  /**
   * The next position where a prefix may start, or the end of the text. One that starts with the
   * last character of the text may be missed, as nothing follows it.
   */
  int next(String text, int from) {
    int last = text.length() - 1;
    for (int i = from; i < last; i += 2) {
      int found = 0;
      // A short loop of its own, as nearly all time is spent here.
      for (; i < last; i += 2) {
        found = kind(text, i);
        if (found != 0) {
          break;
        }
      }
      if ((found & LAST_TWO) != 0 && i > from && (kind(text, i - 1) & FIRST_TWO) != 0) {
        return i - 1;
      }
      if ((found & SINGLE_FIRST) != 0) {
        return i;
      }
      if ((found & FIRST_TWO) != 0 && i + 1 < last && (kind(text, i + 1) & LAST_TWO) != 0) {
        return i;
      }
      if ((found & SINGLE_SECOND) != 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private int kind(String text, int at) {
    return pairs[pair(text.charAt(at), text.charAt(at + 1))];
  }

  private static int pair(char first, char second) {
    return ((first & (CHARS - 1)) << 7) | (second & (CHARS - 1));
  }
}
