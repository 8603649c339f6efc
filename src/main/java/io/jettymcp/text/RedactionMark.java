package io.jettymcp.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks the places in shown text where a secret was hidden. */
public final class RedactionMark {
  public static final String REDACTED = "[redacted]";

  /** The start of a token of Jetty, which stays visible. */
  public static final String TOKEN = "mlc_";

  /** Replaces the middle of a token. */
  public static final String DOTS = "...";

  /** The number of characters at the end of a token that stay visible. */
  public static final int SHOWN = 4;

  private static final Pattern MARK =
      Pattern.compile(
          Pattern.quote(REDACTED)
              + "|"
              + Pattern.quote(TOKEN + DOTS)
              + "[A-Za-z0-9_]{"
              + SHOWN
              + "}");

  /** Matches the marks that Jetty, or a person, puts in place of a value. */
  private static final Pattern FOREIGN =
      Pattern.compile("\\W*redacted\\W*|\\W+(hidden|masked)\\W+|\\*{3,}", Pattern.CASE_INSENSITIVE);

  private RedactionMark() {}

  /** Finds the marks of a text. */
  public static Matcher in(String text) {
    return MARK.matcher(text);
  }

  /** Returns whether a text contains a mark. */
  public static boolean isIn(String text) {
    return in(text).find();
  }

  /** Returns whether a text is a mark and nothing else. */
  public static boolean isAll(String text) {
    return in(text).matches();
  }

  /** Returns whether a text is a mark, also one that this server does not write. */
  public static boolean isAnyMark(String text) {
    return isAll(text) || FOREIGN.matcher(text).matches();
  }
}
