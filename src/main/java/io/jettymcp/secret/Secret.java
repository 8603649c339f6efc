package io.jettymcp.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must never be shown: a token, or the value of an environment variable. Only {@link
 * #reveal()} gives it away, so every place that does can be found by searching for that word.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value itself, for the one place that has to send, store or look for it. */
  public String reveal() {
    return value;
  }

  /** The form people may see: {@code mlc_...} and the last four characters of a long value. */
  public String redacted() {
    String prefix = value.startsWith("mlc_") ? "mlc_" : "";
    return value.length() < 12
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
