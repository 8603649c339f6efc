package io.jettymcp.transport.http;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names the server answers to. A page in a browser can have a name of its own lead to this
 * address (DNS rebinding), but cannot choose what {@code Host} says: that name.
 */
final class AllowedHosts {
  private final Set<String> listed;
  private final String boundTo;
  private final int usualPort;

  AllowedHosts(HttpSettings settings) {
    Set<String> names =
        settings.allowedHosts().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(HashSet::new));
    settings
        .publicUrl()
        .map(URI::getRawAuthority)
        .ifPresent(authority -> names.add(lower(authority)));
    this.listed = Set.copyOf(names);
    this.boundTo = lower(settings.host());
    this.usualPort = settings.tls().isPresent() ? 443 : 80;
  }

  /**
   * Whether a request may ask for this.
   *
   * @param host what {@code Host} says: a name or an address, and a port or none
   * @param local where the request came in
   */
  boolean allow(String host, InetSocketAddress local) {
    String asked = lower(host);
    return listed.contains(asked) || isOwn(asked, local);
  }

  /** Whether it is an address of the server itself with its port. */
  boolean isOwn(String host, InetSocketAddress local) {
    String port = ":" + local.getPort();
    if (host.endsWith(port)) {
      return isOwnName(host.substring(0, host.length() - port.length()), local.getAddress());
    }
    return local.getPort() == usualPort && isOwnName(host, local.getAddress());
  }

  private boolean isOwnName(String name, InetAddress local) {
    String address = NetUtil.toAddressString(local);
    return name.equals(local instanceof Inet6Address ? "[" + address + "]" : address)
        || (name.equals(boundTo) && !isAnyAddress(boundTo))
        || (name.equals("localhost") && local.isLoopbackAddress());
  }

  private static boolean isAnyAddress(String name) {
    return name.equals("0.0.0.0") || name.equals("::") || name.equals("[::]");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
