package io.jettymcp.workflow;

import io.jettymcp.text.NearestName;
import java.util.Collection;
import java.util.Optional;

/** Quotes untrusted names inside our own sentences. */
final class Quoted {
  private static final int MAX_LENGTH = 80;

  private Quoted() {}

  /** The text without control characters, cut to 80 characters, the last of which then is "…". */
  static String shortened(String text) {
    int[] points =
        text.codePoints().limit(MAX_LENGTH + 1L).map(c -> isPlain(c) ? c : '\uFFFD').toArray();
    return points.length <= MAX_LENGTH
        ? new String(points, 0, points.length)
        : new String(points, 0, MAX_LENGTH - 1) + "…";
  }

  /** The nearest of untrusted names, ready to be quoted. */
  static Optional<String> nearest(String name, Collection<String> known) {
    return NearestName.of(name, known).map(Quoted::shortened);
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
