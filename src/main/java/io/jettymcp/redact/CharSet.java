package io.jettymcp.redact;

/** A set of ASCII characters that is quicker to ask than a string with {@code indexOf}. */
final class CharSet {
  private final boolean[] members = new boolean[128];

  CharSet(String members) {
    for (int i = 0; i < members.length(); i++) {
      this.members[members.charAt(i)] = true;
    }
  }

  boolean has(char c) {
    return c < members.length && members[c];
  }
}
