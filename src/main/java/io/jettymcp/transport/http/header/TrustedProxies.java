package io.jettymcp.transport.http.header;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Lists the proxies whose {@code X-Forwarded} headers are trusted. */
public final class TrustedProxies {
  private final List<IpSubnetFilterRule> networks;

  /**
   * @param networks addresses, or networks as {@code address/bits}
   * @throws IllegalArgumentException if one is neither
   */
  public TrustedProxies(List<String> networks) {
    this.networks = networks.stream().map(TrustedProxies::network).toList();
  }

  public boolean include(InetAddress peer) {
    InetSocketAddress address = new InetSocketAddress(peer, 0);
    return networks.stream().anyMatch(network -> network.matches(address));
  }

  private static IpSubnetFilterRule network(String text) {
    String[] parts = text.split("/", 2);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
    if (address == null) {
      // Host names are not resolved: a name may resolve to another address tomorrow.
      throw new IllegalArgumentException(text + " is not an address or a network");
    }
    int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 8 * address.length;
    return new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT);
  }
}
