package io.jettymcp.jetty.http;

/** Measures the header of a gzip member (RFC 1952, section 2.3). */
final class GzipHeader {
  private static final int INCOMPLETE = -1;
  private static final int FIXED = 10;
  private static final int MAX = 64 * 1024;
  private static final byte[] MARK = {0x1f, (byte) 0x8b, 8};

  private static final int HAS_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private GzipHeader() {}

  /**
   * Returns the length of the header that some bytes begin with, or -1 if it is incomplete.
   *
   * @throws io.jettymcp.jetty.Failure if they are no gzip
   */
  static int length(byte[] bytes) {
    for (int i = 0; i < Math.min(MARK.length, bytes.length); i++) {
      if (bytes[i] != MARK[i]) {
        throw Gunzip.damaged();
      }
    }
    int length = bytes.length < FIXED ? INCOMPLETE : end(bytes, bytes[3]);
    if (length == INCOMPLETE && bytes.length > MAX) {
      throw Gunzip.damaged();
    }
    return length;
  }

  private static int end(byte[] bytes, int flags) {
    int end = FIXED;
    if ((flags & HAS_EXTRA) != 0) {
      if (bytes.length < end + 2) {
        return INCOMPLETE;
      }
      end += 2 + (bytes[end] & 0xff) + ((bytes[end + 1] & 0xff) << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      end = afterZero(bytes, end);
    }
    if ((flags & HAS_COMMENT) != 0) {
      end = afterZero(bytes, end);
    }
    if ((flags & HAS_CHECKSUM) != 0) {
      end += 2;
    }
    return end <= bytes.length ? end : INCOMPLETE;
  }

  /** Returns where a text that ends with a zero ends, or more than there is. */
  private static int afterZero(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != 0) {
      at++;
    }
    return at + 1;
  }
}
