package io.jettymcp.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises a text that was cut to fit into a result. */
public final class CutText {
  /** A shorter beginning can be the start of new text. */
  private static final int MIN_LENGTH = 20;

  private static final Pattern CUT =
      Pattern.compile("(…?)(.*?)(… \\[\\+\\d+ characters]|…)?", Pattern.DOTALL);

  private CutText() {}

  /** Returns whether a text could as well be a new one that ends in an ellipsis. */
  public static boolean endsInEllipsis(String text) {
    return text.endsWith("…");
  }

  /** Returns whether a text is a piece of another one, with an ellipsis where it was cut. */
  public static boolean isCut(String text, String complete) {
    Matcher parts = CUT.matcher(text);
    if (!parts.matches() || text.equals(complete)) {
      return false;
    }
    boolean noStart = !parts.group(1).isEmpty();
    boolean noEnd = parts.group(3) != null;
    String piece = parts.group(2);
    if (piece.length() < MIN_LENGTH || !(noStart || noEnd)) {
      return false;
    }
    return noStart
        ? noEnd ? complete.contains(piece) : complete.endsWith(piece)
        : complete.startsWith(piece);
  }
}
