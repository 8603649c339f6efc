package io.jettymcp.redact;

import io.jettymcp.redact.SecretNames.Kind;

/**
 * Finds secrets in text by the name before them: {@code name=value} and {@code "name": "value"},
 * query strings, the {@code Authorization} and {@code Cookie} headers, and passwords in URLs. The
 * search around a sign is bounded, and what it found must not be searched again.
 */
final class NamedValues {
  private static final int MAX_NAME_LENGTH = 80;
  private static final int MAX_GAP = 8;
  private static final int MAX_AUTHORITY_LENGTH = 8_192;
  private static final String BEARER = "bearer ";
  private static final String[] SCHEMES = {
    BEARER, "basic ", "token ", "apikey ", "digest ", "bearer%20", "basic%20", "bearer+", "basic+"
  };

  /** Characters allowed between a name and its sign. */
  private static final CharSet BETWEEN = new CharSet(" \t\"'`\\]*");

  private static final long NOTHING = Span.nothing(0);

  private NamedValues() {}

  /** Adds the characters that precede values. */
  static void addStarts(PrefixPrefilter starts) {
    starts.add('=');
    starts.add(':');
    for (String bearer : new String[] {"bea", "beA", "bEa", "bEA", "Bea", "BeA", "BEa", "BEA"}) {
      starts.add(bearer);
    }
  }

  /** Returns true for characters that a value may follow: a sign, or the first of "bearer". */
  static boolean isSign(char c) {
    return c == ':' || c == '=' || c == 'b' || c == 'B';
  }

  /** Rejects most signs quickly. */
  static boolean mayStart(String text, int at) {
    char c = text.charAt(at);
    return (c != ':' && c != '=')
        || (at + 1 < text.length() && text.charAt(at + 1) == '/')
        || SecretNames.mayEnd(text, skipBack(text, at), MAX_NAME_LENGTH);
  }

  /**
   * Finds the secret behind the sign at a position. If there is none, returns an empty {@link
   * Span}, up to which signs belong to something else.
   *
   * @param at where a {@linkplain #isSign sign} is
   */
  static long find(String text, int at) {
    return switch (text.charAt(at)) {
      case ':' -> text.startsWith("//", at + 1) ? userInfo(text, at) : named(text, at);
      case '=' -> named(text, at);
      default -> bearer(text, at);
    };
  }

  private static long bearer(String text, int at) {
    if ((at > 0 && Characters.isAlphanumeric(text.charAt(at - 1)))
        || !text.regionMatches(true, at, BEARER, 0, BEARER.length())) {
      return NOTHING;
    }
    int start = at + BEARER.length();
    int end = ValueBounds.runEnd(text, start, false);
    return end - start >= 12 && ValueBounds.looksRandom(text, start, end)
        ? Span.of(start, end)
        : NOTHING;
  }

  private static long userInfo(String text, int colon) {
    if (colon == 0 || !Characters.isAlphanumeric(text.charAt(colon - 1))) {
      return NOTHING;
    }
    int start = colon + 3;
    int limit = Math.min(text.length(), start + MAX_AUTHORITY_LENGTH);
    int at = -1;
    int password = -1;
    for (int i = start; i < limit && ValueBounds.isAuthority(text.charAt(i)); i++) {
      char c = text.charAt(i);
      if (c == '@') {
        at = i;
      } else if (c == ':' && password < 0) {
        password = i + 1;
      }
    }
    if (at < 0) {
      return NOTHING;
    }
    if (password >= 0 && password < at) {
      return unlessShown(text, password, at);
    }
    return at - start >= 16 && ValueBounds.looksRandom(text, start, at)
        ? unlessShown(text, start, at)
        : NOTHING;
  }

  private static long named(String text, int sign) {
    int nameEnd = skipBack(text, sign);
    int nameStart = nameEnd;
    while (nameStart > 0
        && nameEnd - nameStart < MAX_NAME_LENGTH
        && Characters.isName(text.charAt(nameStart - 1))) {
      nameStart--;
    }
    Kind kind = kindOf(text, nameStart, nameEnd);
    return switch (kind) {
      case PLAIN, ENVIRONMENT, VARIABLE_NAMES -> NOTHING;
      case SECRET, SECRET_OR_NAME, TOKEN, SECRETS, VALUES ->
          value(text, kind, nameStart, nameEnd, sign);
    };
  }

  /** Skips back over blanks, closing quotes and brackets, and the stars of bold text. */
  private static int skipBack(String text, int sign) {
    // Some languages assign with ":=".
    boolean colon = sign > 0 && text.charAt(sign) == '=' && text.charAt(sign - 1) == ':';
    int end = colon ? sign - 1 : sign;
    while (end > 0 && sign - end < MAX_GAP && BETWEEN.has(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static Kind kindOf(String text, int start, int end) {
    if (start == end) {
      return Kind.PLAIN;
    }
    boolean inQuery = start > 0 && (text.charAt(start - 1) == '?' || text.charAt(start - 1) == '&');
    if (inQuery && end - start == "key".length() && text.startsWith("key", start)) {
      return Kind.SECRET;
    }
    if (!SecretNames.mayMatter(text, start, end)) {
      return Kind.PLAIN;
    }
    if (text.startsWith("secret", start) && end - start == "secret".length()) {
      return Kind.SECRET_OR_NAME;
    }
    // "API key: ..." and "next page token: ..." are two words.
    int from = start;
    if (start > 1 && text.charAt(start - 1) == ' ') {
      from--;
      while (from > 0 && end - from < MAX_NAME_LENGTH && Characters.isName(text.charAt(from - 1))) {
        from--;
      }
    }
    return SecretNames.kind(text.substring(from, end));
  }

  private static long value(String text, Kind kind, int nameStart, int nameEnd, int sign) {
    int start = sign + 1;
    if (start < text.length() && text.charAt(start) == '>') {
      start++;
    }
    int gapEnd = Math.min(text.length(), start + MAX_GAP);
    while (start < gapEnd && " \t*".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    int quote = start;
    while (quote < gapEnd && text.charAt(quote) == '\\') {
      quote++;
    }
    if (quote < text.length() && ValueBounds.isQuote(text.charAt(quote))) {
      if (quote == sign + 1 && closesCode(text, quote, nameStart, nameEnd, sign)) {
        return NOTHING;
      }
      int close = ValueBounds.quoteEnd(text, quote, quote - start);
      if (close >= 0) {
        return quoted(text, kind, quote + 1, close);
      }
      // The text was cut off inside the quotes.
      int from = skipScheme(text, quote + 1);
      return quoted(text, kind, from, ValueBounds.runEnd(text, from, true));
    }
    if (isCookie(text, nameStart, nameEnd)) {
      return cookies(text, start);
    }
    int credentials = skipScheme(text, start);
    int end = ValueBounds.runEnd(text, credentials, text.charAt(sign) == '=');
    if (credentials > start) {
      // A long run goes without a further look, so that no run is walked twice.
      return end - credentials > ValueBounds.MAX_WORD_LENGTH
              || (end - credentials >= 6 && ValueBounds.looksRandom(text, credentials, end))
          ? unlessShown(text, credentials, end)
          : NOTHING;
    }
    int whole = ValueBounds.wordEnd(text, start);
    if (end > start
        && whole > end
        && text.charAt(end) != '&'
        && lineStart(text, nameStart) >= 0
        && lineEnd(text, whole) >= 0
        && !ValueBounds.isPlain(text.substring(start, end))
        && !ValueBounds.isCode(text, start, end)) {
      // Nothing else is in the line, so brackets and commas belong to the value.
      end = whole;
    }
    return isSecret(text, kind, nameStart, sign, start, end) ? Span.of(start, end) : NOTHING;
  }

  /** Returns true for the second mark of {@code `password=`} in Markdown, which opens no value. */
  private static boolean closesCode(String text, int quote, int nameStart, int nameEnd, int sign) {
    return text.charAt(quote) == '`'
        && nameEnd == sign
        && nameStart > 0
        && text.charAt(nameStart - 1) == '`';
  }

  private static long quoted(String text, Kind kind, int start, int end) {
    int from = skipScheme(text, start);
    boolean secret =
        end - from >= 4
            && !ValueBounds.isPlain(text.substring(from, Math.min(end, from + 100)))
            && !(kind == Kind.TOKEN && ValueBounds.isNumber(text, from, end))
            && !(kind.allowsNames() && ValueBounds.isVariable(text.substring(from, end)));
    return secret ? Span.of(from, end) : NOTHING;
  }

  private static boolean isSecret(
      String text, Kind kind, int nameStart, int sign, int start, int end) {
    int length = end - start;
    if (length > ValueBounds.MAX_WORD_LENGTH) {
      return true;
    }
    if (length < 4 || ValueBounds.isPlain(text.substring(start, end))) {
      return false;
    }
    if (ValueBounds.isNumber(text, start, end)) {
      return kind != Kind.TOKEN && length >= 6;
    }
    if (ValueBounds.isCode(text, start, end)) {
      return false;
    }
    if (kind.allowsNames() && ValueBounds.isVariable(text.substring(start, end))) {
      return false;
    }
    boolean assigned = text.charAt(sign) == '=' && start == sign + 1;
    if (assigned || isAloneInLine(text, nameStart, end)) {
      return length >= 6;
    }
    return length >= 8 && ValueBounds.looksRandom(text, start, end);
  }

  /** Returns true if a line of several holds only name and value, as in a file of settings. */
  private static boolean isAloneInLine(String text, int nameStart, int end) {
    int lineStart = lineStart(text, nameStart);
    int lineEnd = lineEnd(text, end);
    boolean onlyLine = lineStart == 0 && lineEnd == text.length();
    return lineStart >= 0 && lineEnd >= 0 && !onlyLine;
  }

  /** The start of the line if only marks of a list precede the name, else -1. */
  private static int lineStart(String text, int nameStart) {
    int start = nameStart;
    while (start > 0
        && nameStart - start < MAX_GAP
        && " \t-\"'*".indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    return start == 0 || text.charAt(start - 1) == '\n' ? start : -1;
  }

  /** The end of the line if only a blank or a quote follows the value, else -1. */
  private static int lineEnd(String text, int valueEnd) {
    int end = valueEnd;
    while (end < text.length() && end - valueEnd < 3 && " \r\"".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end == text.length() || text.charAt(end) == '\n' ? end : -1;
  }

  private static boolean isCookie(String text, int nameStart, int nameEnd) {
    int start = Math.max(nameStart, nameEnd - "cookie".length());
    return text.regionMatches(true, start, "cookie", 0, "cookie".length());
  }

  /** A cookie header is a line of pairs; prose about cookies has no sign in its first word. */
  private static long cookies(String text, int start) {
    int end = start;
    boolean pair = false;
    boolean firstWord = true;
    while (end < text.length() && "\n\r\"'\\".indexOf(text.charAt(end)) < 0) {
      firstWord &= text.charAt(end) != ' ';
      pair |= firstWord && text.charAt(end) == '=';
      if (!firstWord && !pair) {
        break;
      }
      end++;
    }
    return pair ? Span.of(start, end) : Span.nothing(end);
  }

  private static int skipScheme(String text, int start) {
    for (String scheme : SCHEMES) {
      if (text.regionMatches(true, start, scheme, 0, scheme.length())) {
        return start + scheme.length();
      }
    }
    return start;
  }

  private static long unlessShown(String text, int start, int end) {
    return ValueBounds.isPlain(text.substring(start, Math.min(end, start + 100)))
        ? NOTHING
        : Span.of(start, end);
  }
}
