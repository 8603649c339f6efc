package io.jettymcp.transport.http.header;

import io.jettymcp.transport.http.HttpSettings;
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
 * Checks the {@code Host} header. A page in a browser can have its own name resolve to this address
 * (DNS rebinding), but cannot change what {@code Host} says: that name.
 */
public final class AllowedHosts {
  private final Set<String> listed;
  private final String bindHost;
  private final int defaultPort;

  public AllowedHosts(HttpSettings settings) {
    Set<String> names =
        settings.allowedHosts().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(HashSet::new));
    settings
        .publicUrl()
        .map(URI::getRawAuthority)
        .ifPresent(authority -> names.add(lower(authority)));
    this.listed = Set.copyOf(names);
    this.bindHost = lower(settings.host());
    this.defaultPort = settings.tls().isPresent() ? 443 : 80;
  }

  /**
   * Returns whether a request may have this host.
   *
   * @param host the value of {@code Host}: a name or an address, and an optional port
   * @param local the address that the request was received on
   */
  public boolean allow(String host, InetSocketAddress local) {
    String name = lower(host);
    return listed.contains(name) || isOwn(name, local);
  }

  /** Returns whether it is an address of the server itself with its port. */
  boolean isOwn(String host, InetSocketAddress local) {
    String port = ":" + local.getPort();
    if (host.endsWith(port)) {
      return isOwnName(host.substring(0, host.length() - port.length()), local.getAddress());
    }
    return local.getPort() == defaultPort && isOwnName(host, local.getAddress());
  }

  private boolean isOwnName(String name, InetAddress local) {
    String address = NetUtil.toAddressString(local);
    return name.equals(local instanceof Inet6Address ? "[" + address + "]" : address)
        || (name.equals(bindHost) && !isAnyAddress(bindHost))
        || (name.equals("localhost") && local.isLoopbackAddress());
  }

  private static boolean isAnyAddress(String name) {
    return name.equals("0.0.0.0") || name.equals("::") || name.equals("[::]");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
