package io.jettymcp.transport.http.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.NetUtil;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "192.0.2.7, true",
    "fd00::1, true",
    "10.2.2.3, false",
    "192.0.2.8, false",
    "::1, false"
  })
  void includesAddressesAndNetworks(String address, boolean trusted) {
    TrustedProxies proxies = new TrustedProxies(List.of("10.1.0.0/16", "192.0.2.7", "fd00::/8"));
    assertThat(proxies.include(NetUtil.createInetAddressFromIpAddressString(address)))
        .isEqualTo(trusted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/x", "10.0.0.0/33", ""})
  void rejectsAnythingElse(String network) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TrustedProxies(List.of(network)));
  }
}
