package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://proxy.corp:3128, http://proxy.corp:3128",
    "proxy.corp:3128, http://proxy.corp:3128",
    "proxy.corp, http://proxy.corp:80",
    "HTTPS://Proxy.Corp/, https://proxy.corp:443",
    "socks5://10.0.0.1, socks5://10.0.0.1:1080",
    "socks5h://10.0.0.1:9050, socks5://10.0.0.1:9050",
    "http://[2001:db8::1]:3128, http://[2001:db8::1]:3128",
    "http://my_proxy:3128/, http://my_proxy:3128"
  })
  void urlIsRead(String text, String shown) {
    assertThat(ProxyUrl.parse(text)).hasToString(shown);
    assertThat(ProxyUrl.parse(text).user()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice:secret-1@ | alice | secret-1",
        "alice:p%40ss%3Aw%2Ford@ | alice | p@ss:w/ord",
        "alice:p@ss:w/ord@ | alice | p@ss:w/ord",
        "CORP%5Calice:a+b%25@ | CORP\\alice | a+b%",
        "alice:100%@ | alice | 100%",
        "alice:p%C3%B6@ | alice | p\u00f6",
        "alice:@ | alice | ''",
        "alice@ | alice | ''"
      })
  void loginIsDecodedAndNeverShown(String login, String user, String password) {
    ProxyUrl url = ProxyUrl.parse("http://" + login + "proxy.corp:3128");

    assertThat(url.user()).contains(user);
    assertThat(url.password().reveal()).isEqualTo(password);
    assertThat(url).hasToString("http://proxy.corp:3128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http://alice:secret-1@",
        "socks4://alice:secret-1@proxy.corp",
        "ftp://alice:secret-1@proxy.corp",
        "http://alice:secret-1@proxy.corp:0",
        "http://alice:secret-1@proxy.corp:65536",
        "http://alice:secret-1@proxy.corp:http",
        "http://alice:secret-1@proxy.corp/path",
        "http://alice:secret-1@proxy corp",
        "http://alice:secret-1@[::1",
        "http://alice:secret-1%0A@proxy.corp"
      })
  void whatIsNoProxyIsRejectedWithoutQuotingIt(String text) {
    InvalidValueException problem =
        catchThrowableOfType(InvalidValueException.class, () -> ProxyUrl.parse(text));

    assertThat(problem)
        .hasMessageContaining("accepted are http://, https:// and socks5://")
        .message()
        .doesNotContain("secret-1", "alice");
  }

  @Test
  void loginThatNoSocksProxyAcceptsIsRejected() {
    assertThat(
            catchThrowableOfType(
                InvalidValueException.class,
                () -> ProxyUrl.parse("socks5://alice:" + "x".repeat(256) + "@proxy.corp")))
        .hasMessageContaining("too long");
  }
}
