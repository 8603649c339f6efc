package io.jettymcp.config;

import static io.jettymcp.config.ValueSyntax.not;
import static io.jettymcp.config.ValueSyntax.split;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntaxes of hosts, origins, networks and URLs; their values are in lower case. */
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
  private static final String HOST_FORM = "hosts such as mcp.example.com or [::1]:8765";
  private static final String ORIGIN_FORM = "origins such as https://app.example.com";
  private static final Pattern NETWORK = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

  /** An address or name to listen on, without brackets. */
  static final SettingSyntax<String> LISTEN_ADDRESS = new One<>("ADDRESS", UrlSyntax::host);

  /** Hosts with or without a port, as browsers and clients send them. */
  static final SettingSyntax<List<String>> HOSTS =
      new Items("HOST[:PORT],...", UrlSyntax::hostAndPort);

  /** Origins as browsers send them: no path, and no port that is the scheme's own. */
  static final SettingSyntax<List<String>> ORIGINS = new Items("ORIGIN,...", UrlSyntax::origin);

  /** Addresses, and networks with the length of their prefix. */
  static final SettingSyntax<List<String>> NETWORKS = new Items("ADDRESS,...", UrlSyntax::network);

  /** An https URL, or an http one on loopback, without a slash at its end. */
  static final SettingSyntax<URI> WEB_URL = new One<>("URL", UrlSyntax::url);

  private UrlSyntax() {}

  private record One<T>(String label, Function<String, T> parser) implements SettingSyntax<T> {
    @Override
    public T parse(String text, ProcessEnvironment environment) {
      return parser.apply(text);
    }
  }

  private record Items(String label, UnaryOperator<String> parser)
      implements SettingSyntax<List<String>> {
    @Override
    public List<String> parse(String text, ProcessEnvironment environment) {
      return split(text).stream().map(parser).distinct().toList();
    }

    @Override
    public List<String> absent() {
      return List.of();
    }
  }

  private static String host(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (!isIpv6(bare) && (bare.length() != host.length() || !isName(bare))) {
      throw not("an address or a host name, without a port", text);
    }
    return bare;
  }

  /** Returns true if only this machine can reach a server that listens on a host. */
  static boolean isLoopback(String host) {
    return ApiAddressSyntax.isLoopback(host.contains(":") ? "[" + host + "]" : host);
  }

  private static String hostAndPort(String text) {
    return withPort(text).orElseThrow(() -> not(HOST_FORM, text));
  }

  private static String origin(String text) {
    Matcher origin = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
    if (!origin.matches()) {
      throw not(ORIGIN_FORM, text);
    }
    String scheme = origin.group(1);
    String host = withPort(origin.group(2)).orElseThrow(() -> not(ORIGIN_FORM, text));
    String defaultPort = scheme.equals("https") ? ":443" : ":80";
    return scheme
        + "://"
        + (host.endsWith(defaultPort)
            ? host.substring(0, host.length() - defaultPort.length())
            : host);
  }

  /** Returns a host with or without a port in lower case, unless it is neither. */
  static Optional<String> withPort(String text) {
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

  private static String network(String text) {
    Matcher network = NETWORK.matcher(text.toLowerCase(Locale.ROOT));
    if (network.matches()) {
      int maxPrefix = network.group(1).contains(":") ? 128 : 32;
      boolean prefix = network.group(2) == null || Integer.parseInt(network.group(2)) <= maxPrefix;
      if (prefix && isAddress(network.group(1))) {
        return network.group();
      }
    }
    throw not("addresses such as 10.0.0.7, or networks such as 10.0.0.0/8", text);
  }

  private static URI url(String text) {
    URI url;
    try {
      url = new URI(text).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw new InvalidValueException("is not a URL");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      throw new InvalidValueException("must have a host, and no user name or password");
    }
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(scheme.equals("http") && ApiAddressSyntax.isLoopback(host))) {
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

  /** Accepts digits and dots alone only as an IPv4 address. */
  private static boolean isName(String host) {
    return host.matches("[0-9.]*") ? IPV4.matcher(host).matches() : NAME.matcher(host).matches();
  }

  /** Returns whether a text is an IP address, in the notation with four numbers or with colons. */
  static boolean isAddress(String text) {
    return IPV4.matcher(text).matches() || isIpv6(text);
  }

  /** Relies on Java to parse an address with colons, which asks no name server. */
  private static boolean isIpv6(String text) {
    if (!IPV6.matcher(text).matches()) {
      return false;
    }
    try {
      return new URI("http://[" + text + "]/").parseServerAuthority().getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
