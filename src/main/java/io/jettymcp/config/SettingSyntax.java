package io.jettymcp.config;

/**
 * Parses the values of a setting. Implementations are classes and not lambdas, because the settings
 * of a server on stdio are read while a host waits, and a first lambda costs milliseconds.
 */
interface SettingSyntax<T> {
  /** Names the value in help, such as {@code SECONDS}; {@code ,...} at its end means a list. */
  String label();

  /**
   * Parses a value.
   *
   * @throws InvalidValueException if it is not accepted
   */
  T parse(String text, ProcessEnvironment environment);

  /** Returns the value where nothing is set and nothing is the default. */
  default T absent() {
    throw new IllegalStateException("a " + label() + " needs a default");
  }
}
