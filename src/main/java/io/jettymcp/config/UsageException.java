package io.jettymcp.config;

import io.jettymcp.text.Truncate;

/**
 * Reports that the program was started in a way that cannot work. The message names the flag,
 * variable or file, what is wrong and what is accepted; it is complete and contains no secret.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message, null, false, false);
  }

  /** Quotes a value for a message: on one line and short. */
  static String quoted(String value) {
    String line = value.replaceAll("\\p{Cntrl}", " ");
    return '"' + Truncate.withEllipsis(line, 60) + '"';
  }
}
