package io.jettymcp.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Records which proxy leads to Jetty, and why. Precedence: the flag, the environment, and the
 * system properties of Java. Only the flag can name a proxy to this machine itself.
 *
 * @param reason in words: where the proxy comes from, or why there is none
 * @param warnings sentences about values that were ignored
 */
public record ProxySelection(Optional<ProxyUrl> proxy, String reason, List<String> warnings) {
  private static final String NO_PROXY = "no_proxy";

  public ProxySelection {
    warnings = List.copyOf(warnings);
  }

  /** Selects the proxy to a server. */
  public static ProxySelection of(Settings settings, URI server) {
    return of(settings, server, System::getProperty);
  }

  /**
   * Selects with other system properties.
   *
   * @param properties returns a system property or null
   */
  static ProxySelection of(
      Settings settings, URI server, UnaryOperator<@Nullable String> properties) {
    if (settings.source(GeneralSettings.PROXY) instanceof Source.Flag flag) {
      return because(settings.get(GeneralSettings.PROXY), flag);
    }
    if (ApiAddressSyntax.isLoopback(server.getHost())) {
      return none("Jetty is on this machine");
    }
    boolean secure = "https".equals(server.getScheme());
    int port = server.getPort() < 0 ? (secure ? 443 : 80) : server.getPort();
    NoProxy exceptions = new NoProxy(server.getHost(), port);
    return new Candidates(settings.environment(), properties, exceptions)
        .first(secure ? "https" : "http");
  }

  private static ProxySelection because(Optional<ProxyUrl> proxy, Source source) {
    return new ProxySelection(proxy, source.words(), List.of());
  }

  private static ProxySelection none(String reason) {
    return new ProxySelection(Optional.empty(), reason, List.of());
  }

  /** Where a proxy may be set besides the flag. */
  private record Candidates(
      ProcessEnvironment environment,
      UnaryOperator<@Nullable String> properties,
      NoProxy exceptions) {

    /** Returns the first that is set and valid. */
    ProxySelection first(String scheme) {
      List<String> warnings = new ArrayList<>();
      for (String name : List.of(scheme + "_proxy", "all_proxy")) {
        Optional<String> variable = variable(name);
        if (variable.isPresent()) {
          Optional<ProxyUrl> proxy = parsed(variable.get(), warnings);
          if (proxy.isPresent()) {
            return excepted()
                .orElseGet(
                    () ->
                        new ProxySelection(
                            proxy, new Source.Environment(variable.get()).words(), warnings));
          }
        }
      }
      ProxySelection last = ofJava(scheme);
      return new ProxySelection(last.proxy, last.reason, warnings);
    }

    /** Returns the name under which a variable is set: in lower case first, as curl does. */
    private Optional<String> variable(String name) {
      return environment.variable(name).isPresent()
          ? Optional.of(name)
          : Optional.of(name.toUpperCase(Locale.ROOT))
              .filter(upper -> environment.variable(upper).isPresent());
    }

    private Optional<ProxyUrl> parsed(String variable, List<String> warnings) {
      try {
        return environment.variable(variable).map(ProxyUrl::parse);
      } catch (InvalidValueException e) {
        warnings.add(variable + " " + e.getMessage() + ". It is ignored.");
        return Optional.empty();
      }
    }

    private Optional<ProxySelection> excepted() {
      return variable(NO_PROXY)
          .filter(name -> environment.variable(name).filter(exceptions::matches).isPresent())
          .map(name -> none("environment variable " + name + " excludes Jetty"));
    }

    private ProxySelection ofJava(String scheme) {
      String property = scheme + ".proxyHost";
      String host = properties.apply(property);
      if (host == null || host.isBlank()) {
        return none("none is set");
      }
      String exceptedHosts = properties.apply("http.nonProxyHosts");
      if (exceptedHosts != null && exceptions.matchesPattern(exceptedHosts)) {
        return none("Java's http.nonProxyHosts excludes Jetty");
      }
      try {
        String port = properties.apply(scheme + ".proxyPort");
        int defaultPort = scheme.equals("https") ? 443 : 80;
        ProxyUrl proxy = ProxyUrl.parse(host + ":" + (port == null ? defaultPort : port));
        return new ProxySelection(Optional.of(proxy), "Java's " + property, List.of());
      } catch (InvalidValueException e) {
        return none("Java's " + property + " names no host, or " + scheme + ".proxyPort no port");
      }
    }
  }
}
