package io.jettymcp.redact;

/**
 * A part of a text: where it starts and the position after its end, in one number, as looking for
 * parts that have to go shall not allocate. In order of their numbers, parts are in order of their
 * starts.
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

  /** The empty part at a position: nothing is there. */
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
