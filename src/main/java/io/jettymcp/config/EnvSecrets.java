package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Environment variables of this process whose values may go to Jetty, as {@code --secret-env} says.
 * No other value of the environment can be reached by a tool, and Jetty's own token never.
 */
public final class EnvSecrets {
  private final ProcessEnvironment surroundings;
  private final List<Pattern> allowed;

  /**
   * @param patterns names, or patterns with {@code *} (any letters) and {@code ?} (one letter)
   */
  public EnvSecrets(ProcessEnvironment surroundings, List<String> patterns) {
    this.surroundings = surroundings;
    this.allowed = patterns.stream().map(EnvSecrets::compiled).toList();
  }

  /** What came of asking for a variable. */
  public sealed interface Lookup {}

  /** The variable may be passed on; this is its value, as it is. */
  public record Found(Secret value) implements Lookup {}

  /** {@code --secret-env} does not allow it; whether it is set is not told. */
  public record Denied() implements Lookup {}

  /** Allowed, but not set or empty. */
  public record Absent() implements Lookup {}

  public Lookup find(String name) {
    if (name.equals(TokenStore.VARIABLE)
        || allowed.stream().noneMatch(pattern -> pattern.matcher(name).matches())) {
      return new Denied();
    }
    String value = surroundings.environment().getOrDefault(name, "");
    return value.isEmpty() ? new Absent() : new Found(Secret.of(value));
  }

  /** Whether a variable is set and not empty; that much may be told of any. */
  public boolean isSet(String name) {
    return !surroundings.environment().getOrDefault(name, "").isEmpty();
  }

  private static Pattern compiled(String glob) {
    return Pattern.compile(glob.replace("?", ".").replace("*", ".*"));
  }
}
