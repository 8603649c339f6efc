package io.jettymcp.redact;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.RedactionMark;
import java.util.Arrays;

/** Collects the ranges of a text to redact, in any order. */
final class Spans {
  static final String REDACTED = RedactionMark.REDACTED;

  /** No ranges. Adding to it returns another object. */
  static final Spans NONE = new Spans();

  private static final String TOKEN = RedactionMark.TOKEN;
  private static final int SHOWN = RedactionMark.SHOWN;

  /** Each a {@link Span}. */
  private long[] ranges = {};

  private int size;

  private Spans() {}

  /**
   * Adds a range.
   *
   * @param start the first position that goes
   * @param end the position after the last that goes
   * @return the same object, unless this is {@link #NONE}
   */
  Spans and(int start, int end) {
    Spans spans = this == NONE ? new Spans() : this;
    spans.add(start, end);
    return spans;
  }

  private void add(int start, int end) {
    if (size > 0 && start <= end(size - 1) && start(size - 1) <= end) {
      ranges[size - 1] = Span.of(Math.min(start, start(size - 1)), Math.max(end, end(size - 1)));
      return;
    }
    if (size == ranges.length) {
      ranges = Arrays.copyOf(ranges, Math.max(8, size * 2));
    }
    ranges[size++] = Span.of(start, end);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int count() {
    return size;
  }

  int start(int i) {
    return Span.start(ranges[i]);
  }

  int end(int i) {
    return Span.end(ranges[i]);
  }

  /** Sorts the ranges and joins those that overlap. */
  void sort() {
    Arrays.sort(ranges, 0, size);
    int kept = 0;
    for (int i = 1; i < size; i++) {
      if (start(i) <= end(kept)) {
        ranges[kept] = Span.of(start(kept), Math.max(end(kept), end(i)));
      } else {
        ranges[++kept] = ranges[i];
      }
    }
    size = Math.min(size, kept + 1);
  }

  /** The text without the marked parts; the text itself when nothing is marked. */
  String applyTo(String text) {
    if (isEmpty()) {
      return text;
    }
    sort();
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i < size; i++) {
      result.append(text, from, start(i)).append(shown(text, start(i), end(i)));
      from = end(i);
    }
    return result.append(text, from, text.length()).toString();
  }

  /** The replacement of a secret: a token of Jetty keeps its last four characters. */
  static String shown(String text, int start, int end) {
    if (!text.startsWith(TOKEN, start) || end - start < Secret.SHOWN_FROM) {
      return REDACTED;
    }
    for (int i = start + TOKEN.length(); i < end; i++) {
      if (!Characters.isWord(text.charAt(i))) {
        return REDACTED;
      }
    }
    return TOKEN + RedactionMark.DOTS + text.substring(end - SHOWN, end);
  }

  /** Returns true for the replacement of a secret. */
  static boolean isShown(String text) {
    if (text.equals(REDACTED)) {
      return true;
    }
    int dots = text.startsWith(TOKEN) ? TOKEN.length() : 0;
    return text.startsWith("...", dots) && text.length() <= dots + 3 + SHOWN;
  }
}
