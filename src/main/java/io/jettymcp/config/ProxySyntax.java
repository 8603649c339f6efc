package io.jettymcp.config;

import java.util.Optional;

/** Parses {@code --proxy}: the URL of a proxy, or {@code none} to use none. */
record ProxySyntax() implements SettingSyntax<Optional<ProxyUrl>> {
  static final String NONE = "none";

  @Override
  public String label() {
    return "URL";
  }

  @Override
  public Optional<ProxyUrl> parse(String text, ProcessEnvironment environment) {
    return text.equalsIgnoreCase(NONE) ? Optional.empty() : Optional.of(ProxyUrl.parse(text));
  }

  @Override
  public Optional<ProxyUrl> absent() {
    return Optional.empty();
  }
}
