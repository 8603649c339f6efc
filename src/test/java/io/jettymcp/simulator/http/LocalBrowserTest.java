package io.jettymcp.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which requests count as those of the simulator's own pages. */
class LocalBrowserTest {
  private static boolean sent(String method, String host, String origin, String site) {
    HttpHeaders headers = new DefaultHttpHeaders();
    add(headers, "Host", host);
    add(headers, "Origin", origin);
    add(headers, "Sec-Fetch-Site", site);
    return LocalBrowser.sent(method, headers, "http", 8080);
  }

  private static void add(HttpHeaders headers, String name, String value) {
    if (!value.equals("-")) {
      headers.add(name, value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 127.0.0.1:8080, -, none, true",
    "GET, LocalHost:8080, -, cross-site, true",
    "POST, 127.0.0.1:8080, http://127.0.0.1:8080, same-origin, true",
    "POST, localhost:8080, -, -, true",
    "POST, 127.0.0.1:8080, -, cross-site, false",
    "POST, 127.0.0.1:8080, -, same-site, false",
    "POST, 127.0.0.1:8080, http://localhost:8080, same-site, false",
    "POST, 127.0.0.1:8080, https://127.0.0.1:8080, same-origin, false",
    "POST, 127.0.0.1:8080, https://evil.example, cross-site, false",
    "POST, 127.0.0.1:8080, null, same-origin, false",
    "GET, 127.0.0.1:8080, null, none, false",
    "GET, evil.example:8080, -, none, false",
    "POST, evil.example:8080, http://evil.example:8080, same-origin, false",
    "GET, 127.0.0.1:9090, -, none, false",
    "GET, -, -, none, false"
  })
  void comeFromItsOwnAddress(
      String method, String host, String origin, String site, boolean expected) {
    assertThat(sent(method, host, origin, site)).isEqualTo(expected);
  }

  @Test
  void nameOneHost() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.add("Host", "127.0.0.1:8080").add("Host", "evil.example");
    assertThat(LocalBrowser.sent("GET", headers, "http", 8080)).isFalse();
  }
}
