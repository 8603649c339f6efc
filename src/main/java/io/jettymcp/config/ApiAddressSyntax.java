package io.jettymcp.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Parses the address of an API. Messages do not quote it, because it may hold a password. */
record ApiAddressSyntax() implements SettingSyntax<ApiAddress> {
  /** Addresses that never leave the machine (RFC 1122, 3.2.1.3), written in full. */
  private static final Pattern LOOPBACK_IPV4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

  @Override
  public String label() {
    return "URL";
  }

  @Override
  public ApiAddress parse(String text, ProcessEnvironment environment) {
    if (text.equals(ApiAddress.Simulator.WORD)) {
      return new ApiAddress.Simulator();
    }
    URI uri;
    try {
      uri = new URI(text).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw rejected("is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw rejected("is not an https:// URL");
    }
    if (uri.getRawUserInfo() != null) {
      throw rejected("contains a user name or password");
    }
    if (uri.getHost() == null) {
      throw rejected("has no host");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw rejected("has a port outside 1 to 65535");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw rejected("has a query or a fragment");
    }
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      throw rejected("has a path");
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !isLoopback(host)) {
      throw rejected("uses plain http to a host other than this machine");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new ApiAddress.Remote(URI.create(scheme + "://" + host + port));
  }

  /** Returns true if a host names this machine; IPv6 is in brackets, and no name is looked up. */
  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || LOOPBACK_IPV4.matcher(host).matches();
  }

  private static InvalidValueException rejected(String problem) {
    return new InvalidValueException(
        problem
            + "; accepted are https://HOST[:PORT], http://HOST[:PORT] on loopback, and \""
            + ApiAddress.Simulator.WORD
            + '"');
  }
}
