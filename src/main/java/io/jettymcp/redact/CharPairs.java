package io.jettymcp.redact;

/**
 * Recognises the first two characters of names, so that most of a text is skipped after a few
 * instructions. Reports some pairs that were never added, and never misses one that was.
 */
final class CharPairs {
  /** Indexed by the lower seven bits of the first character: a bit for each five of the second. */
  private final int[] seconds = new int[128];

  /** Adds the two characters that a text starts with. */
  void add(String start) {
    seconds[start.charAt(0) & 127] |= 1 << start.charAt(1);
  }

  /** Returns true for each pair that was added, and for some others. */
  boolean mayHave(char first, char second) {
    return (seconds[first & (seconds.length - 1)] >>> second & 1) != 0;
  }
}
