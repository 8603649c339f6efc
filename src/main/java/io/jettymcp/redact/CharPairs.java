package io.jettymcp.redact;

/**
 * Pairs of characters that something can start with: nearly all of a text is passed over by asking
 * for two characters at a time. Asking costs a few instructions, and so some pairs that were never
 * added are taken for such; one that was added never goes unseen.
 */
final class CharPairs {
  /** For the first character without its higher bits: a bit for each lower five of the second. */
  private final int[] seconds = new int[128];

  /** Adds the two characters that a text starts with. */
  void add(String start) {
    seconds[start.charAt(0) & 127] |= 1 << start.charAt(1);
  }

  /** Whether two characters may be such a pair. */
  boolean mayHave(char first, char second) {
    return (seconds[first & (seconds.length - 1)] >>> second & 1) != 0;
  }
}
