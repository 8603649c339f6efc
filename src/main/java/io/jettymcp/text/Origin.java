package io.jettymcp.text;

import java.net.URI;
import java.util.Locale;

/**
 * Holds scheme, host and port of an http or https address (RFC 6454). Two origins are equal if they
 * are the same server: names are in lower case and the port is always set.
 *
 * @param host as in a URL, an IPv6 address in brackets
 */
public record Origin(String scheme, String host, int port) {
  /**
   * Reads an address that is an origin and no more.
   *
   * @throws IllegalArgumentException if it is not http or https, names no host, or has user info, a
   *     path, a query or a fragment
   */
  public static Origin of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    require(scheme.equals("https") || scheme.equals("http"), "the address must be http or https");
    require(url.getHost() != null, "the address must name a host");
    require(
        url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && (url.getRawPath().isEmpty() || url.getRawPath().equals("/")),
        "the address must be scheme, host and port alone");
    int port = url.getPort() < 0 ? defaultPort(scheme) : url.getPort();
    return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port);
  }

  public boolean isSecure() {
    return scheme.equals("https");
  }

  /**
   * Returns host and port as in a {@code Host} header, without the port that the scheme implies.
   */
  public String authority() {
    return port == defaultPort(scheme) ? host : host + ":" + port;
  }

  /** Returns the address without a path, such as {@code https://jetty.io}. */
  @Override
  public String toString() {
    return scheme + "://" + authority();
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
