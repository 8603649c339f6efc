package io.jettymcp.redact;

import io.jettymcp.text.RedactionMark;
import java.util.List;

/**
 * Finds keys by their form: keys with the prefix of their issuer, JSON web tokens and private keys
 * in PEM. Each check reads a bounded part of the text or skips what it read, so that time is linear
 * on any text.
 */
final class KeyShapes {
  /** Prefixes with enough letters and digits behind them to be a key and not a word. */
  private static final List<Issuer> ISSUERS =
      List.of(
          // Jetty's own have letters and digits only; what people paste may have more.
          new Issuer(RedactionMark.TOKEN, Body.DASHED, 12),
          // OpenAI, Anthropic and OpenRouter; scikit-learn is spelt with a space or without a dash.
          new Issuer("sk-", Body.DASHED, 16),
          new Issuer("ghp_", Body.WORD, 20),
          new Issuer("gho_", Body.WORD, 20),
          new Issuer("ghu_", Body.WORD, 20),
          new Issuer("ghs_", Body.WORD, 20),
          new Issuer("ghr_", Body.WORD, 20),
          new Issuer("github_pat_", Body.WORD, 20),
          new Issuer("AKIA", Body.UPPER, 16),
          new Issuer("ASIA", Body.UPPER, 16),
          new Issuer("AIza", Body.DASHED, 30),
          new Issuer("ya29.", Body.DASHED, 16),
          new Issuer("xoxa-", Body.DASHED, 10),
          new Issuer("xoxb-", Body.DASHED, 10),
          new Issuer("xoxe-", Body.DASHED, 10),
          new Issuer("xoxo-", Body.DASHED, 10),
          new Issuer("xoxp-", Body.DASHED, 10),
          new Issuer("xoxr-", Body.DASHED, 10),
          new Issuer("xoxs-", Body.DASHED, 10),
          new Issuer("xapp-", Body.DASHED, 10),
          new Issuer("sk_live_", Body.ALPHANUMERIC, 10),
          new Issuer("sk_test_", Body.ALPHANUMERIC, 10),
          new Issuer("rk_live_", Body.ALPHANUMERIC, 10),
          new Issuer("rk_test_", Body.ALPHANUMERIC, 10),
          new Issuer("pk_live_", Body.ALPHANUMERIC, 10),
          new Issuer("whsec_", Body.BASE64, 16),
          new Issuer("r8_", Body.ALPHANUMERIC, 20),
          new Issuer("hf_", Body.ALPHANUMERIC, 20));

  private static final Issuer[][] BY_FIRST = byFirst();

  private static final String PEM_BEGIN = "-----BEGIN ";
  private static final String PEM_END = "-----END ";
  private static final String DASHES = "-----";
  private static final int PEM_LABEL = 80;

  private static final String JWT = "eyJ";
  private static final int JWT_PART = 8;

  /** Characters of a key that are checked to distinguish it from words joined by dashes. */
  private static final int LOOK = 64;

  private KeyShapes() {}

  private enum Body {
    ALPHANUMERIC,
    WORD,
    DASHED,
    UPPER,
    BASE64;

    boolean has(char c) {
      return switch (this) {
        case ALPHANUMERIC -> Characters.isAlphanumeric(c);
        case WORD -> Characters.isWord(c);
        case DASHED -> Characters.isBase64Url(c);
        case UPPER -> Characters.isUpper(c) || Characters.isDigit(c);
        case BASE64 -> Characters.isBase64(c);
      };
    }
  }

  private record Issuer(String prefix, Body body, int shortest) {
    /** The end of the key that starts here, or {@code at} if there is none. */
    int end(String text, int at) {
      int from = at + prefix.length();
      int look = Math.min(text.length(), from + LOOK);
      int end = from;
      int run = 0;
      int longestRun = 0;
      boolean digits = false;
      while (end < look && body.has(text.charAt(end))) {
        char c = text.charAt(end++);
        digits |= Characters.isDigit(c);
        run = Characters.isAlphanumeric(c) ? run + 1 : 0;
        longestRun = Math.max(longestRun, run);
      }
      if (end - from < shortest || !(digits || longestRun >= Math.min(shortest, 16))) {
        return at;
      }
      while (end < text.length() && body.has(text.charAt(end))) {
        end++;
      }
      return end;
    }
  }

  /** Adds the prefixes of all kinds of keys. */
  static void addStarts(PrefixPrefilter starts) {
    ISSUERS.forEach(issuer -> starts.add(issuer.prefix));
    starts.add(JWT);
    starts.add(PEM_BEGIN);
  }

  /**
   * Finds the key that starts at a position. If there is none, returns an empty {@link Span} at the
   * position from which to search on: the end of text that cannot hold a key, else {@code at}.
   *
   * @param at where one of the {@linkplain #addStarts starts} is or something else
   */
  static long find(String text, int at) {
    char c = text.charAt(at);
    if (c == '-') {
      return pem(text, at);
    }
    if (at > 0 && Characters.isAlphanumeric(text.charAt(at - 1))) {
      return Span.nothing(at);
    }
    if (c == 'e') {
      return text.startsWith(JWT, at) ? jwt(text, at) : Span.nothing(at);
    }
    if (c < 128 && BY_FIRST[c] != null) {
      for (Issuer issuer : BY_FIRST[c]) {
        if (text.startsWith(issuer.prefix, at)) {
          return Span.of(at, issuer.end(text, at));
        }
      }
    }
    return Span.nothing(at);
  }

  private static long jwt(String text, int at) {
    int dot = partEnd(text, at);
    if (dot == text.length() || text.charAt(dot) != '.') {
      // No other part of this run can start a token either, as nothing follows the run.
      return Span.nothing(dot);
    }
    int end = partEnd(text, dot + 1);
    if (dot - at < JWT_PART || end - dot - 1 < JWT_PART) {
      return Span.nothing(dot);
    }
    while (end < text.length() && (Characters.isBase64Url(text.charAt(end)) || isDot(text, end))) {
      end++;
    }
    return Span.of(at, end);
  }

  /** Distinguishes a dot inside a token from one at the end of a sentence. */
  private static boolean isDot(String text, int at) {
    return text.charAt(at) == '.'
        && at + 1 < text.length()
        && Characters.isBase64Url(text.charAt(at + 1));
  }

  private static int partEnd(String text, int from) {
    int end = from;
    while (end < text.length() && Characters.isBase64Url(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** A private key extends to its end mark, or to the end of the text if that was cut off. */
  private static long pem(String text, int at) {
    if (!text.startsWith(PEM_BEGIN, at)) {
      return Span.nothing(at);
    }
    int label = at + PEM_BEGIN.length();
    int labelEnd = text.indexOf(DASHES, label);
    if (labelEnd < 0
        || labelEnd - label > PEM_LABEL
        || !text.substring(label, labelEnd).contains("PRIVATE KEY")) {
      return Span.nothing(at);
    }
    int end = text.indexOf(PEM_END, labelEnd);
    int close = end < 0 ? -1 : text.indexOf(DASHES, end + PEM_END.length());
    return Span.of(at, close < 0 ? text.length() : close + DASHES.length());
  }

  private static Issuer[][] byFirst() {
    Issuer[][] table = new Issuer[128][];
    for (Issuer issuer : ISSUERS) {
      char first = issuer.prefix.charAt(0);
      table[first] =
          ISSUERS.stream().filter(i -> i.prefix.charAt(0) == first).toArray(Issuer[]::new);
    }
    return table;
  }
}
