package io.jettymcp.config;

/** Rejects a value; the message continues a sentence that begins with the setting's name. */
final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String problem) {
    super(problem, null, false, false);
  }
}
