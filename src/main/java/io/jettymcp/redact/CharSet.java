package io.jettymcp.redact;

/** A set of ASCII characters with a faster lookup than {@code String.indexOf}. */
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
