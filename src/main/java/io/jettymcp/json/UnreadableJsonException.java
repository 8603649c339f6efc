package io.jettymcp.json;

/** Reports a document that cannot be read. The message quotes nothing of it. */
public final class UnreadableJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean truncated;

  UnreadableJsonException(boolean truncated, String message) {
    super(message, null, false, false);
    this.truncated = truncated;
  }

  /** Returns whether the document is JSON as far as it goes, but ends too early. */
  public boolean isTruncated() {
    return truncated;
  }
}
