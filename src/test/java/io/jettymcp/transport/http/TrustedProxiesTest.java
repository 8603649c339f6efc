package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  @Test
  void includesAddressesAndNetworks() {
    TrustedProxies proxies = new TrustedProxies(List.of("10.1.0.0/16", "192.0.2.7", "fd00::/8"));
    assertThat(proxies.include(address("10.1.2.3"))).isTrue();
    assertThat(proxies.include(address("192.0.2.7"))).isTrue();
    assertThat(proxies.include(address("fd00::1"))).isTrue();
    assertThat(proxies.include(address("10.2.2.3"))).isFalse();
    assertThat(proxies.include(address("192.0.2.8"))).isFalse();
    assertThat(proxies.include(address("::1"))).isFalse();
  }

  private static InetAddress address(String text) {
    return NetUtil.createInetAddressFromIpAddressString(text);
  }

  @Test
  void takesNoNames() {
    for (String wrong : List.of("localhost", "10.0.0.0/x", "10.0.0.0/33", "")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new TrustedProxies(List.of(wrong)));
    }
  }
}
