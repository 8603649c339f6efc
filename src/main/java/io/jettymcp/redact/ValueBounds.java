package io.jettymcp.redact;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds where a value in free text ends, and distinguishes a secret from a word. */
final class ValueBounds {
  /** A longer run without a blank is not a word. */
  static final int MAX_WORD_LENGTH = 256;

  private static final int LETTERS_OF_A_WORD = 20;

  private static final CharSet AUTHORITY_ENDS = new CharSet("/?#\"'`<>\\");

  /** Placeholders of values: {{name}}, ${NAME}, $NAME, env.NAME, <name>, %(name)s, ***. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\$?\\{\\{[\\w .-]{1,80}+\\}\\}|\\$\\{[\\w.]{1,80}+\\}|\\$[A-Z_][A-Z0-9_]{0,80}+"
              + "|env\\.[A-Z_][A-Z0-9_]{0,80}+"
              + "|<[\\w .-]{1,80}+>|%\\(\\w{1,80}+\\)s|[*.\u2022\u2026]{1,80}+");

  /** Words of letters, with digits at an end or in a short one, unlike a key in base 32. */
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?=[A-Z])WORD(?:_(?:WORD|[0-9]{1,8})){0,20}"
              .replace("WORD", "(?>(?:[A-Z]{1,20}[0-9]{0,4}|[A-Z0-9]{1,5})(?![A-Z0-9]))"));

  /** Words that people write after a name instead of the value. */
  private static final Set<String> WORDS =
      Set.of(
          "absent",
          "active",
          "any",
          "basic",
          "bearer",
          "bool",
          "boolean",
          "configured",
          "created",
          "deleted",
          "disabled",
          "empty",
          "enabled",
          "expired",
          "expected",
          "failed",
          "false",
          "found",
          "hidden",
          "inactive",
          "incorrect",
          "integer",
          "invalid",
          "masked",
          "missing",
          "must",
          "none",
          "null",
          "number",
          "object",
          "omitted",
          "optional",
          "password",
          "pending",
          "present",
          "provided",
          "redacted",
          "refreshed",
          "rejected",
          "required",
          "revoked",
          "rotated",
          "secret",
          "should",
          "string",
          "token",
          "true",
          "undefined",
          "unknown",
          "unset",
          "updated",
          "valid",
          "value",
          "wrong");

  private ValueBounds() {}

  /**
   * The end of the run of characters that can belong to one value.
   *
   * @param assigned whether an equals sign came before, after which a colon belongs to the value
   */
  static int runEnd(String text, int from, boolean assigned) {
    int end = from;
    while (end < text.length() && !endsRun(text, end)) {
      end++;
    }
    if (end == from || (end < text.length() && text.charAt(end) == '(')) {
      return end;
    }
    String sentence = assigned ? "." : ".:!?";
    while (end > from && sentence.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /** The end of a run without blanks and quotes, as far as a word can reach. */
  static int wordEnd(String text, int from) {
    int limit = Math.min(text.length(), from + MAX_WORD_LENGTH);
    int end = from;
    while (end < limit && text.charAt(end) > ' ' && !isQuote(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean endsRun(String text, int at) {
    char c = text.charAt(at);
    if (c == '\\') {
      return at + 1 < text.length() && "nrt\"'\\/u".indexOf(text.charAt(at + 1)) >= 0;
    }
    return c <= ' ' || "\"'`<>,;&()[]{}|".indexOf(c) >= 0;
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  /**
   * Where a quoted value ends.
   *
   * @param quote position of the opening quote
   * @param escapes backslashes before the opening quote; a quote with more of them is inside
   * @return the position after the last character of the value, or -1 where the quote stays open
   */
  static int quoteEnd(String text, int quote, int escapes) {
    int backslashes = 0;
    for (int i = quote + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == text.charAt(quote) && backslashes <= escapes) {
        return i - backslashes;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return -1;
  }

  static boolean isAuthority(char c) {
    return c > ' ' && !AUTHORITY_ENDS.has(c);
  }

  /** Returns true for a placeholder, a word about the value, or redacted text. */
  static boolean isPlain(String value) {
    return isPlaceholder(value) || WORDS.contains(value.toLowerCase(Locale.ROOT));
  }

  /** Returns true for a placeholder or redacted text. */
  static boolean isPlaceholder(String value) {
    return Spans.isShown(value) || PLACEHOLDER.matcher(value).matches();
  }

  /** Returns true for the name of an environment variable, which is not a secret. */
  static boolean isVariable(String value) {
    return VARIABLE.matcher(value).matches();
  }

  static boolean isNumber(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Characters.isDigit(text.charAt(i)) && "+-.,".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns true for a name in a program: called, indexed, or words joined by dots. */
  static boolean isCode(String text, int start, int end) {
    boolean code = end < text.length() && "([".indexOf(text.charAt(end)) >= 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      code |= c == '.';
      if (!Characters.isLetter(c) && c != '_' && c != '.') {
        return false;
      }
    }
    return code;
  }

  /** Returns true if a run looks more like a key than a word: mixed digits or case, or long. */
  static boolean looksRandom(String text, int start, int end) {
    boolean letters = false;
    boolean digits = false;
    int humps = 0;
    int run = 0;
    int longestRun = 0;
    int stop = Math.min(end, start + MAX_WORD_LENGTH);
    for (int i = start; i < stop; i++) {
      char c = text.charAt(i);
      letters |= Characters.isLetter(c);
      digits |= Characters.isDigit(c);
      if (i > start && Characters.isUpper(c) && isLower(text.charAt(i - 1))) {
        humps++;
      }
      run = Characters.isAlphanumeric(c) ? run + 1 : 0;
      longestRun = Math.max(longestRun, run);
    }
    return (letters && digits) || humps >= 2 || longestRun >= LETTERS_OF_A_WORD;
  }

  private static boolean isLower(char c) {
    return Characters.isLetter(c) && !Characters.isUpper(c);
  }
}
