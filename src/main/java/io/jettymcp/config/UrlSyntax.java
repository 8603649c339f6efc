package io.jettymcp.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How hosts, origins, networks and addresses of the web are written, in lower case. */
final class UrlSyntax {
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]*)(?::(\\d{1,5}))?");
  private static final Pattern ORIGIN = Pattern.compile("(https?)://(.+)");
  private static final String HOSTS = "hosts such as mcp.example.com or [::1]:8765";
  private static final String ORIGINS = "origins such as https://app.example.com";
  private static final Pattern NETWORK = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

  private UrlSyntax() {}

  /** An address or name to listen on, without brackets. */
  static String host(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (!isIpv6(bare) && (bare.length() != host.length() || !isName(bare))) {
      throw SettingSyntax.not("an address or the name of a host, without a port", text);
    }
    return bare;
  }

  /** Whether only this machine can reach a server that listens on a host. */
  static boolean isLoopback(String host) {
    return AddressSyntax.isLoopback(host.contains(":") ? "[" + host + "]" : host);
  }

  /** Hosts with or without a port, as browsers and clients send them. */
  static List<String> hosts(String text) {
    return SettingSyntax.names(text).stream()
        .map(host -> hostAndPort(host).orElseThrow(() -> SettingSyntax.not(HOSTS, host)))
        .distinct()
        .toList();
  }

  /** Origins, as browsers send them: no path, and no port that is the scheme's own. */
  static List<String> origins(String text) {
    return SettingSyntax.names(text).stream().map(UrlSyntax::origin).distinct().toList();
  }

  private static String origin(String text) {
    Matcher origin = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
    if (!origin.matches()) {
      throw SettingSyntax.not(ORIGINS, text);
    }
    String scheme = origin.group(1);
    String host = hostAndPort(origin.group(2)).orElseThrow(() -> SettingSyntax.not(ORIGINS, text));
    String usual = scheme.equals("https") ? ":443" : ":80";
    return scheme
        + "://"
        + (host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host);
  }

  private static Optional<String> hostAndPort(String text) {
    Matcher parts = HOST_AND_PORT.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1);
    boolean known =
        host.startsWith("[") ? isIpv6(host.substring(1, host.length() - 1)) : isName(host);
    boolean reachable = known && (parts.group(2) == null || isPort(parts.group(2)));
    return reachable ? Optional.of(parts.group()) : Optional.empty();
  }

  /** Addresses, and networks with the length of their prefix. */
  static List<String> networks(String text) {
    return SettingSyntax.names(text).stream().map(UrlSyntax::network).distinct().toList();
  }

  private static String network(String text) {
    Matcher network = NETWORK.matcher(text.toLowerCase(Locale.ROOT));
    if (network.matches()) {
      boolean wide = isIpv6(network.group(1));
      int most = wide ? 128 : 32;
      boolean prefix = network.group(2) == null || Integer.parseInt(network.group(2)) <= most;
      if (prefix && (wide || IPV4.matcher(network.group(1)).matches())) {
        return network.group();
      }
    }
    throw SettingSyntax.not("addresses such as 10.0.0.7, or networks such as 10.0.0.0/8", text);
  }

  /** An https address, or a http one of this machine, without a slash at its end. */
  static URI url(String text) {
    URI url;
    try {
      url = new URI(text).parseServerAuthority();
    } catch (URISyntaxException notAUri) {
      throw new InvalidValueException("is not a URL");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      throw new InvalidValueException("must have a host, and no user name or password");
    }
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(scheme.equals("http") && AddressSyntax.isLoopback(host))) {
      throw new InvalidValueException("must be an https:// URL, or http:// on loopback");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new InvalidValueException("must have no query and no fragment");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      throw new InvalidValueException("has a port outside 1 to 65535");
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath().replaceAll("/+$", "");
    return URI.create(scheme + "://" + host + port + path);
  }

  private static boolean isPort(String digits) {
    int port = Integer.parseInt(digits);
    return port > 0 && port <= 65_535;
  }

  /** Digits and dots alone are an address, or nothing. */
  private static boolean isName(String host) {
    return host.matches("[0-9.]*") ? IPV4.matcher(host).matches() : NAME.matcher(host).matches();
  }

  /** Java reads an address with colons without asking a name server. */
  private static boolean isIpv6(String text) {
    if (!IPV6.matcher(text).matches()) {
      return false;
    }
    try {
      return new URI("http://[" + text + "]/").parseServerAuthority().getHost() != null;
    } catch (URISyntaxException noAddress) {
      return false;
    }
  }
}
