package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.VariablePatterns;
import java.util.List;

/**
 * Looks up the environment variables that {@code --secret-env} allows tools to pass to Jetty. Tools
 * can reach no other variable, and never the one of Jetty's token.
 */
public final class EnvSecrets {
  private final ProcessEnvironment environment;
  private final VariablePatterns allowed;

  /**
   * @param patterns names, or patterns with {@code *} (any letters) and {@code ?} (one letter)
   */
  public EnvSecrets(ProcessEnvironment environment, List<String> patterns) {
    this.environment = environment;
    this.allowed = new VariablePatterns(patterns);
  }

  public sealed interface Lookup {}

  /** Allowed and set; the value is not trimmed. */
  public record Found(Secret value) implements Lookup {}

  /** Not allowed; does not reveal whether it is set. */
  public record Denied() implements Lookup {}

  /** Allowed, but unset or empty. */
  public record Absent() implements Lookup {}

  public Lookup find(String name) {
    if (name.equals(TokenStore.VARIABLE) || !allowed.match(name)) {
      return new Denied();
    }
    String value = environment.environment().getOrDefault(name, "");
    return value.isEmpty() ? new Absent() : new Found(Secret.of(value));
  }

  /** Returns true if a variable is set and not empty, which tools may know of any. */
  public boolean isSet(String name) {
    return !environment.environment().getOrDefault(name, "").isEmpty();
  }
}
