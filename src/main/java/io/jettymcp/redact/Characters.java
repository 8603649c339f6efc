package io.jettymcp.redact;

/** Classifies the ASCII characters of keys, names and encodings. */
final class Characters {
  private static final byte LETTER = 1;
  private static final byte DIGIT = 2;
  private static final byte[] KINDS = new byte[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      KINDS[c] = LETTER;
      KINDS[c - 'a' + 'A'] = LETTER;
    }
    for (char c = '0'; c <= '9'; c++) {
      KINDS[c] = DIGIT;
    }
  }

  private Characters() {}

  static boolean isLetter(char c) {
    return c < 128 && KINDS[c] == LETTER;
  }

  static boolean isDigit(char c) {
    return c < 128 && KINDS[c] == DIGIT;
  }

  static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isAlphanumeric(char c) {
    return c < 128 && KINDS[c] != 0;
  }

  /** A letter, a digit or an underscore. */
  static boolean isWord(char c) {
    return isAlphanumeric(c) || c == '_';
  }

  /** A character of base64url, which is also what most keys are made of. */
  static boolean isBase64Url(char c) {
    return isWord(c) || c == '-';
  }

  /** A character of a name, dashes and dots included. */
  static boolean isName(char c) {
    return isBase64Url(c) || c == '.';
  }

  /** A character of base64 of either alphabet, padding included. */
  static boolean isBase64(char c) {
    return isBase64Url(c) || c == '+' || c == '/' || c == '=';
  }

  /** A character of ASCII that is visible and neither letter nor digit. */
  static boolean isPunctuation(char c) {
    return c > ' ' && c < 0x7F && !isAlphanumeric(c);
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
