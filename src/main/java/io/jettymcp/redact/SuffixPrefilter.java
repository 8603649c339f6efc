package io.jettymcp.redact;

import java.util.Collection;

/**
 * Rejects nearly all names that do not end like one of a set, by their last three letters, without
 * reading the rest.
 */
final class SuffixPrefilter {
  private static final int LETTERS = 3;

  /** The bits that identify a letter regardless of case. */
  private static final int BITS = 5;

  private static final int ENOUGH = 1 << (LETTERS * BITS);

  /** For each ASCII character its letter number, 0 for other parts of a name, or negative. */
  private static final byte[] PARTS = new byte[128];

  private static final byte NO_PART = -1;

  static {
    for (char c = 0; c < PARTS.length; c++) {
      int letter = Characters.isLetter(c) ? c & ((1 << BITS) - 1) : 0;
      PARTS[c] = Characters.isName(c) ? (byte) letter : NO_PART;
    }
  }

  /** A bit for each three letters. */
  private final long[] ends = new long[ENOUGH >> 6];

  /** Adds names, which have three letters at least. */
  SuffixPrefilter add(Collection<String> names) {
    for (String name : names) {
      int end = end(name, name.length(), name.length());
      ends[end >> 6] |= 1L << end;
    }
    return this;
  }

  /**
   * Returns true if a name may be or end with one that was added.
   *
   * @param to the position after the name
   * @param longest how many characters are looked at, if they can be part of a name
   */
  boolean mayHave(String text, int to, int longest) {
    int end = end(text, to, longest);
    return end >= 0 && (ends[end >> 6] >>> end & 1) != 0;
  }

  /** The last letters as one number, or -1 if there are less. */
  private static int end(String text, int to, int longest) {
    int stop = Math.max(0, to - longest);
    int end = 1;
    for (int i = to - 1; i >= stop; i--) {
      char c = text.charAt(i);
      int letter = c < PARTS.length ? PARTS[c] : NO_PART;
      if (letter > 0) {
        end = (end << BITS) | letter;
        if (end >= ENOUGH) {
          return end - ENOUGH;
        }
      } else if (letter < 0) {
        return -1;
      }
    }
    return -1;
  }
}
