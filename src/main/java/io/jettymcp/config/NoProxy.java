package io.jettymcp.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Matches hosts that are reached without a proxy, as {@code NO_PROXY} lists them: names with all
 * names below them, addresses, networks such as {@code 10.0.0.0/8}, each with an optional port, and
 * {@code *} for all. No name is resolved.
 */
final class NoProxy {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]+]|[^:]+):(\\d{1,5})");

  private final String host;
  private final int port;

  /**
   * @param host of the server, an IPv6 address with or without brackets
   */
  NoProxy(String host, int port) {
    this.host = bare(host);
    this.port = port;
  }

  /** Returns whether one entry of a list, separated by commas or blanks, matches the server. */
  boolean matches(String list) {
    for (String entry : list.split("[,\\s]+", -1)) {
      if (!entry.isEmpty() && matchesEntry(entry)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether Java's {@code nonProxyHosts} match: hosts with {@code *}, between bars. */
  boolean matchesPattern(String patterns) {
    for (String pattern : patterns.split("\\|", -1)) {
      String regex = Pattern.quote(bare(pattern.strip())).replace("*", "\\E.*\\Q");
      if (!pattern.isBlank() && host.matches(regex)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesEntry(String entry) {
    Matcher withPort = WITH_PORT.matcher(entry);
    if (withPort.matches()) {
      return Integer.parseInt(withPort.group(2)) == port && matchesHost(withPort.group(1));
    }
    return matchesHost(entry);
  }

  private boolean matchesHost(String entry) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    String name = bare(slash < 0 ? entry : entry.substring(0, slash));
    if (ADDRESS.matcher(host).matches() && ADDRESS.matcher(name).matches()) {
      return inNetwork(name, slash < 0 ? "" : entry.substring(slash + 1));
    }
    String domain = name.replaceFirst("^\\*?\\.", "").replaceFirst("\\.$", "");
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }

  /** Compares the first bits of both addresses. */
  private boolean inNetwork(String network, String prefix) {
    byte[] ours = bytes(host);
    byte[] theirs = bytes(network);
    if (ours.length == 0 || ours.length != theirs.length || !prefix.matches("\\d{0,3}")) {
      return false;
    }
    int bits = prefix.isEmpty() ? 8 * ours.length : Integer.parseInt(prefix);
    if (bits > 8 * ours.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((ours[i / 8] & mask) != (theirs[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the bytes of an address; none if it is no address. */
  private static byte[] bytes(String address) {
    if (!UrlSyntax.isAddress(address)) {
      return new byte[0]; // Java would ask a name server.
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }

  private static String bare(String host) {
    return host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
  }
}
