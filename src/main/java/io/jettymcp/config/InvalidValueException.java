package io.jettymcp.config;

/** A value that a setting does not take; the message goes on after the setting's name. */
final class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String problem) {
    super(problem, null, false, false);
  }
}
