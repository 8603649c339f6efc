package io.jettymcp.redact;

/**
 * Packs the start and the end of a part of a text into one number, so that searching does not
 * allocate. Numbers are ordered by start.
 */
final class Span {
  private Span() {}

  /**
   * @param start the first position
   * @param end the position after the last; the same as {@code start} for an empty part
   */
  static long of(int start, int end) {
    return (long) start << 32 | end;
  }

  /** The empty part at a position. */
  static long nothing(int at) {
    return of(at, at);
  }

  static int start(long span) {
    return (int) (span >>> 32);
  }

  static int end(long span) {
    return (int) span;
  }

  static boolean isEmpty(long span) {
    return start(span) == end(span);
  }
}
