package io.jettymcp.shape;

import io.jettymcp.shape.SecretNames.Kind;

/**
 * Finds secrets in text by what stands before them: {@code name=value} and {@code "name": "value"},
 * query strings, the {@code Authorization} and {@code Cookie} headers, and passwords in URLs. How
 * far it looks around a sign is bounded, and what was marked is not looked at again.
 */
final class NamedValues {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_GAP = 8;
  private static final int LONGEST_AUTHORITY = 8_192;
  private static final String BEARER = "bearer ";
  private static final String[] SCHEMES = {
    BEARER, "basic ", "token ", "apikey ", "digest ", "bearer%20", "basic%20", "bearer+", "basic+"
  };

  private final String text;
  private final Marks marks;

  /** Up to here values were marked or seen to have no end; signs before this are part of them. */
  private int done;

  NamedValues(String text, Marks marks) {
    this.text = text;
    this.marks = marks;
  }

  static boolean mayStart(char c) {
    return c == '=' || c == ':' || c == 'B' || c == 'b';
  }

  void mark(int at) {
    if (at < done) {
      return;
    }
    switch (text.charAt(at)) {
      case ':' -> {
        if (text.startsWith("//", at + 1)) {
          markUserInfo(at);
        } else {
          markNamed(at);
        }
      }
      case '=' -> markNamed(at);
      default -> markBearer(at);
    }
  }

  private void markBearer(int at) {
    if (!text.regionMatches(true, at, BEARER, 0, BEARER.length())
        || (at > 0 && Characters.isAlphanumeric(text.charAt(at - 1)))) {
      return;
    }
    int start = at + BEARER.length();
    int end = Values.runEnd(text, start, false);
    if (end - start >= 12 && Values.looksRandom(text, start, end)) {
      hide(start, end);
    }
  }

  private void markUserInfo(int colon) {
    if (colon == 0 || !Characters.isAlphanumeric(text.charAt(colon - 1))) {
      return;
    }
    int start = colon + 3;
    int limit = Math.min(text.length(), start + LONGEST_AUTHORITY);
    int at = -1;
    int password = -1;
    for (int i = start; i < limit && Values.isAuthority(text.charAt(i)); i++) {
      char c = text.charAt(i);
      if (c == '@') {
        at = i;
      } else if (c == ':' && password < 0) {
        password = i + 1;
      }
    }
    if (at < 0) {
      return;
    }
    if (password >= 0 && password < at) {
      hideUnlessShown(password, at);
    } else if (at - start >= 16 && Values.looksRandom(text, start, at)) {
      hideUnlessShown(start, at);
    }
  }

  private void markNamed(int sign) {
    int nameEnd = skipBack(sign);
    int nameStart = nameEnd;
    while (nameStart > 0
        && nameEnd - nameStart < LONGEST_NAME
        && isNamePart(text.charAt(nameStart - 1))) {
      nameStart--;
    }
    Kind kind = kindOf(nameStart, nameEnd);
    if (kind != Kind.PLAIN && kind != Kind.ENVIRONMENT) {
      markValue(kind, nameStart, nameEnd, sign);
    }
  }

  /** Back over blanks, closing quotes and brackets, and the stars of bold text. */
  private int skipBack(int sign) {
    // Some languages assign with ":=".
    boolean colon = sign > 0 && text.charAt(sign) == '=' && text.charAt(sign - 1) == ':';
    int end = colon ? sign - 1 : sign;
    while (end > 0
        && sign - end < LONGEST_GAP
        && " \t\"'`\\]*".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  private Kind kindOf(int start, int end) {
    if (start == end) {
      return Kind.PLAIN;
    }
    boolean inQuery = start > 0 && (text.charAt(start - 1) == '?' || text.charAt(start - 1) == '&');
    if (inQuery && text.substring(start, end).equals("key")) {
      return Kind.SECRET;
    }
    if (!SecretNames.mayMatter(text, start, end)) {
      return Kind.PLAIN;
    }
    // "API key: ..." and "next page token: ..." are two words.
    int from = start;
    if (start > 1 && text.charAt(start - 1) == ' ') {
      from--;
      while (from > 0 && end - from < LONGEST_NAME && isNamePart(text.charAt(from - 1))) {
        from--;
      }
    }
    return SecretNames.kind(text.substring(from, end));
  }

  private void markValue(Kind kind, int nameStart, int nameEnd, int sign) {
    int start = sign + 1;
    if (start < text.length() && text.charAt(start) == '>') {
      start++;
    }
    int gapEnd = Math.min(text.length(), start + LONGEST_GAP);
    while (start < gapEnd && " \t*".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    int quote = start;
    while (quote < gapEnd && text.charAt(quote) == '\\') {
      quote++;
    }
    if (quote < text.length() && Values.isQuote(text.charAt(quote))) {
      int close = Values.quoteEnd(text, quote, quote - start);
      if (close >= 0) {
        markQuoted(kind, quote + 1, close);
        return;
      }
      // The text was cut off inside the quotes.
      int from = skipScheme(quote + 1);
      markQuoted(kind, from, Values.runEnd(text, from, true));
      return;
    }
    if (isCookie(nameStart, nameEnd)) {
      markCookies(start);
      return;
    }
    int credentials = skipScheme(start);
    int end = Values.runEnd(text, credentials, text.charAt(sign) == '=');
    if (credentials > start) {
      // A long run goes without a further look, so that no run is walked twice.
      if (end - credentials > Values.LONGEST_WORD
          || (end - credentials >= 6 && Values.looksRandom(text, credentials, end))) {
        hideUnlessShown(credentials, end);
      }
      return;
    }
    int whole = Values.wordEnd(text, start);
    if (end > start
        && whole > end
        && text.charAt(end) != '&'
        && lineStart(nameStart) >= 0
        && lineEnd(whole) >= 0
        && !Values.isCode(text, start, end)) {
      // Nothing else is in the line, so brackets and commas belong to the value.
      end = whole;
    }
    if (isSecret(kind, nameStart, sign, start, end)) {
      hide(start, end);
    }
  }

  private void markQuoted(Kind kind, int start, int end) {
    int from = skipScheme(start);
    boolean secret =
        end - from >= 4
            && !Values.isPlain(text.substring(from, Math.min(end, from + 100)))
            && !(kind == Kind.TOKEN && Values.isNumber(text, from, end));
    if (secret) {
      hide(from, end);
    }
  }

  private boolean isSecret(Kind kind, int nameStart, int sign, int start, int end) {
    int length = end - start;
    if (length > Values.LONGEST_WORD) {
      return true;
    }
    if (length < 4 || Values.isPlain(text.substring(start, end))) {
      return false;
    }
    if (Values.isNumber(text, start, end)) {
      return kind != Kind.TOKEN && length >= 6;
    }
    if (Values.isCode(text, start, end)) {
      return false;
    }
    if (kind == Kind.SECRETS && Values.isVariable(text.substring(start, end))) {
      return false;
    }
    boolean assigned = text.charAt(sign) == '=' && start == sign + 1;
    if (assigned || isAloneInLine(nameStart, end)) {
      return length >= 6;
    }
    return length >= 8 && Values.looksRandom(text, start, end);
  }

  /** Whether name and value are all that a line of several holds, as in a file of settings. */
  private boolean isAloneInLine(int nameStart, int end) {
    int lineStart = lineStart(nameStart);
    int lineEnd = lineEnd(end);
    boolean onlyLine = lineStart == 0 && lineEnd == text.length();
    return lineStart >= 0 && lineEnd >= 0 && !onlyLine;
  }

  /** Where the line starts if only marks of a list stand before the name, else -1. */
  private int lineStart(int nameStart) {
    int start = nameStart;
    while (start > 0
        && nameStart - start < LONGEST_GAP
        && " \t-\"'*".indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    return start == 0 || text.charAt(start - 1) == '\n' ? start : -1;
  }

  /** Where the line ends if nothing but a blank or a quote stands behind the value, else -1. */
  private int lineEnd(int valueEnd) {
    int end = valueEnd;
    while (end < text.length() && end - valueEnd < 3 && " \r\"".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end == text.length() || text.charAt(end) == '\n' ? end : -1;
  }

  private boolean isCookie(int nameStart, int nameEnd) {
    int start = Math.max(nameStart, nameEnd - "cookie".length());
    return text.regionMatches(true, start, "cookie", 0, "cookie".length());
  }

  /** A cookie header is a line of pairs; prose about cookies has no sign in its first word. */
  private void markCookies(int start) {
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
    if (pair) {
      hide(start, end);
    }
    done = Math.max(done, end);
  }

  private int skipScheme(int start) {
    for (String scheme : SCHEMES) {
      if (text.regionMatches(true, start, scheme, 0, scheme.length())) {
        return start + scheme.length();
      }
    }
    return start;
  }

  private static boolean isNamePart(char c) {
    return Characters.isBase64Url(c) || c == '.';
  }

  private void hideUnlessShown(int start, int end) {
    if (!Values.isPlain(text.substring(start, Math.min(end, start + 100)))) {
      hide(start, end);
    }
  }

  private void hide(int start, int end) {
    marks.add(start, end);
    done = end;
  }
}
