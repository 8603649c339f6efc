package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the URL of a proxy, as {@code --proxy} and {@code HTTPS_PROXY} accept it. Messages and
 * {@link #toString} do not quote what it was written as, because it may hold a password.
 *
 * @param host in lower case, an IPv6 address without brackets
 * @param user percent-decoded; empty if there is no login
 */
public record ProxyUrl(
    Scheme scheme, String host, int port, Optional<String> user, Secret password) {
  private static final Pattern FORM =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?([^@/?#]+)/?");

  /** In bytes; a SOCKS proxy can be sent no longer ones. */
  private static final int MAX_LOGIN = 255;

  /** The protocol that is spoken with the proxy. */
  public enum Scheme {
    HTTP(80),
    HTTPS(443),
    SOCKS5(1080);

    private final int defaultPort;

    Scheme(int defaultPort) {
      this.defaultPort = defaultPort;
    }
  }

  /**
   * Parses a URL; without a scheme it is {@code http}.
   *
   * @throws InvalidValueException if it names no proxy
   */
  static ProxyUrl parse(String text) {
    Matcher url = FORM.matcher(text);
    if (!url.matches()) {
      throw rejected("is not the URL of a proxy");
    }
    Scheme scheme = scheme(url.group(1) == null ? "http" : url.group(1).toLowerCase(Locale.ROOT));
    String address =
        UrlSyntax.withPort(url.group(3)).orElseThrow(() -> rejected("names no host, or no port"));
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > address.lastIndexOf(']');
    String host = hasPort ? address.substring(0, colon) : address;
    int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : scheme.defaultPort;
    String login = url.group(2) == null ? "" : url.group(2);
    int end = login.indexOf(':') < 0 ? login.length() : login.indexOf(':');
    String user = decoded(login.substring(0, end));
    String password = decoded(login.substring(Math.min(login.length(), end + 1)));
    return new ProxyUrl(
        scheme,
        host.replaceAll("[\\[\\]]", ""),
        port,
        login.isEmpty() ? Optional.empty() : Optional.of(user),
        Secret.of(password));
  }

  private static Scheme scheme(String name) {
    return switch (name) {
      case "http" -> Scheme.HTTP;
      case "https" -> Scheme.HTTPS;
      // Both let the proxy resolve names, which works where the name is unknown here.
      case "socks5", "socks5h", "socks" -> Scheme.SOCKS5;
      default -> throw rejected("has the scheme of no proxy that is supported");
    };
  }

  private static String decoded(String part) {
    String text = part;
    try {
      text = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException ignored) {
      // A percent sign that was not encoded stands for itself.
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_LOGIN
        || text.chars().anyMatch(Character::isISOControl)) {
      throw rejected("has a user name or password that is too long or has control characters");
    }
    return text;
  }

  private static InvalidValueException rejected(String problem) {
    return new InvalidValueException(
        problem
            + "; accepted are http://, https:// and socks5:// with [USER:PASSWORD@]HOST[:PORT]");
  }

  /** Leaves out user and password. */
  @Override
  public String toString() {
    return scheme.name().toLowerCase(Locale.ROOT)
        + "://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
