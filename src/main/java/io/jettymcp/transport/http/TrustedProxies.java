package io.jettymcp.transport.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Proxies that are trusted to say how they were asked. */
final class TrustedProxies {
  private final List<IpSubnetFilterRule> networks;

  /**
   * @param named addresses, or networks as {@code address/bits}
   * @throws IllegalArgumentException if one is neither
   */
  TrustedProxies(List<String> named) {
    this.networks = named.stream().map(TrustedProxies::network).toList();
  }

  boolean include(InetAddress peer) {
    InetSocketAddress address = new InetSocketAddress(peer, 0);
    return networks.stream().anyMatch(network -> network.matches(address));
  }

  private static IpSubnetFilterRule network(String named) {
    String[] parts = named.split("/", 2);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
    if (address == null) {
      // Not resolved: a name may lead somewhere else tomorrow.
      throw new IllegalArgumentException(named + " is not an address or a network");
    }
    int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 8 * address.length;
    return new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT);
  }
}
