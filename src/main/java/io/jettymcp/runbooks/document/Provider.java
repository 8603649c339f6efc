package io.jettymcp.runbooks.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lists the providers that serve models to agents. */
public enum Provider {
  ANTHROPIC("ANTHROPIC_API_KEY"),
  OPENROUTER("OPENROUTER_API_KEY"),
  OPENAI("OPENAI_API_KEY"),
  GOOGLE("GOOGLE_API_KEY"),
  BEDROCK("AWS_BEARER_TOKEN_BEDROCK");

  private final String key;

  Provider(String key) {
    this.key = key;
  }

  /** The name that runbooks and Jetty use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment variable of the collection that it needs. */
  public String key() {
    return key;
  }

  /** The provider of this name. */
  public static Optional<Provider> named(String label) {
    return Arrays.stream(values()).filter(provider -> provider.label().equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Provider::label).toList();
  }
}
