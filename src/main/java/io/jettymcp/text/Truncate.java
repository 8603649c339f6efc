package io.jettymcp.text;

/** Shortens text without cutting a surrogate pair in two: half of one cannot be sent as UTF-8. */
public final class Truncate {
  private static final String ELLIPSIS = "…";

  /** In characters: no less than what can be left of a secret where a text was cut. */
  private static final int DOUBTFUL_END = 4_096;

  private Truncate() {}

  /** The position itself, or the one before it if it is inside a surrogate pair. */
  public static int boundary(String text, int position) {
    boolean insidePair =
        position > 0
            && position < text.length()
            && Character.isHighSurrogate(text.charAt(position - 1))
            && Character.isLowSurrogate(text.charAt(position));
    return insidePair ? position - 1 : position;
  }

  /** The first {@code max} UTF-16 code units at most. */
  public static String head(String text, int max) {
    return text.length() <= max ? text : text.substring(0, boundary(text, max));
  }

  /** The last {@code max} UTF-16 code units at most. */
  public static String tail(String text, int max) {
    int start = text.length() - max;
    if (start <= 0) {
      return text;
    }
    return text.substring(boundary(text, start) == start ? start : start + 1);
  }

  /**
   * Leaves out the end of a text that was cut before it was redacted: half a secret there is not
   * recognised.
   */
  public static String withoutDoubtfulEnd(String redacted) {
    return head(redacted, Math.max(0, redacted.length() - DOUBTFUL_END));
  }

  /** The head of a text, followed by an ellipsis where something was cut. */
  public static String withEllipsis(String text, int max) {
    return text.length() <= max ? text : head(text, max) + ELLIPSIS;
  }

  /** The head of a text, followed by how many characters were cut. */
  public static String withCount(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    String head = head(text, max);
    return head + ELLIPSIS + " [+" + (text.length() - head.length()) + " characters]";
  }

  /** The first {@code maxBytes} bytes of UTF-8 at most. */
  public static String toBytes(String text, int maxBytes) {
    int left = maxBytes;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      left -= utf8Length(codePoint);
      if (left < 0) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  /** Bytes of a code point in UTF-8. Java writes half a surrogate pair as a question mark. */
  public static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    if (codePoint > Character.MAX_VALUE) {
      return 4;
    }
    return Character.isSurrogate((char) codePoint) ? 1 : 3;
  }
}
