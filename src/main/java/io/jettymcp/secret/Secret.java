package io.jettymcp.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Holds a value that must never be shown: a token, or the value of an environment variable. Only
 * {@link #reveal()} returns it, so all places that use it can be found by that name.
 */
public final class Secret {
  /** The length from which on the last characters of a value are shown. */
  public static final int SHOWN_FROM = 16;

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value itself, for code that sends, stores or searches for it. */
  public String reveal() {
    return value;
  }

  /** A form that is safe to show: {@code mlc_...} and the last four characters of a long value. */
  public String redacted() {
    String prefix = value.startsWith("mlc_") ? "mlc_" : "";
    return value.length() < SHOWN_FROM
        ? prefix + "..."
        : prefix + "..." + value.substring(value.length() - 4);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
