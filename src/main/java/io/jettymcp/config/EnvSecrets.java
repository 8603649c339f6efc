package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.VariablePatterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks up the environment variables that {@code --secret-env} allows tools to pass to Jetty. Tools
 * can reach no other variable, and never the one of Jetty's token.
 */
public final class EnvSecrets {
  private final ProcessEnvironment environment;
  private final NameEncoding encoding;
  private final List<String> names;
  private final VariablePatterns allowed;

  /**
   * @param patterns names, or patterns with {@code *} (any letters) and {@code ?} (one letter)
   */
  public EnvSecrets(ProcessEnvironment environment, List<String> patterns) {
    this(environment, patterns, NameEncoding.ofProcess());
  }

  EnvSecrets(ProcessEnvironment environment, List<String> patterns, NameEncoding encoding) {
    this.environment = environment;
    this.encoding = encoding;
    this.names = patterns.stream().filter(name -> !name.matches(".*[*?].*")).toList();
    this.allowed = new VariablePatterns(patterns);
  }

  public sealed interface Lookup {}

  /** Allowed and set; the value is not trimmed. */
  public record Found(Secret value) implements Lookup {}

  /** Not allowed; does not reveal whether it is set. */
  public record Denied() implements Lookup {}

  /** Allowed and set, but not as Java decoded it. */
  public record Unreadable(String reason) implements Lookup {}

  /** Allowed, but unset or empty. */
  public record Absent() implements Lookup {}

  public Lookup find(String name) {
    if (!isAllowed(name)) {
      return new Denied();
    }
    String value = environment.environment().getOrDefault(name, "");
    if (encoding.loses(value)) {
      return new Unreadable(encoding.reason());
    }
    return value.isEmpty() ? new Absent() : new Found(Secret.of(value));
  }

  /** Returns true if a variable is set and not empty, which tools may know of any. */
  public boolean isSet(String name) {
    return !environment.environment().getOrDefault(name, "").isEmpty();
  }

  /** Lists the variables that are named or set, with whether they are set. */
  public Map<String, Boolean> allowed() {
    return Stream.concat(names.stream(), environment.environment().keySet().stream().sorted())
        .filter(this::isAllowed)
        .filter(name -> names.contains(name) || isSet(name))
        .collect(Collectors.toMap(name -> name, this::isSet, (a, b) -> a, LinkedHashMap::new));
  }

  private boolean isAllowed(String name) {
    return !name.equals(TokenStore.VARIABLE) && allowed.match(name);
  }
}
