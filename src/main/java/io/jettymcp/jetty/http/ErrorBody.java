package io.jettymcp.jetty.http;

/** Holds the start of an error body, and whether that is all of it. */
final class ErrorBody {
  /** In bytes. */
  static final int MAX_READ = 64 * 1024;

  private final byte[] start;
  private final boolean complete;

  /**
   * @param complete false if more followed, or may have
   */
  ErrorBody(byte[] start, boolean complete) {
    this.start = start;
    this.complete = complete;
  }

  byte[] start() {
    return start;
  }

  boolean isComplete() {
    return complete;
  }
}
