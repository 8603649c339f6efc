package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoProxyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "flows-api.jetty.io",
        "FLOWS-API.Jetty.IO",
        "jetty.io",
        ".jetty.io",
        "*.jetty.io",
        "jetty.io.",
        "flows-api.jetty.io:443",
        ".io:443",
        "localhost,127.0.0.1, jetty.io",
        "localhost 127.0.0.1 jetty.io",
        "10.0.0.0/8,,jetty.io,"
      })
  void nameIsMatched(String list) {
    assertThat(new NoProxy("flows-api.jetty.io", 443).matches(list)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ".",
        "api.jetty.io",
        "etty.io",
        "flows-api.jetty.io.example.com",
        "flows-api.jetty.io:80",
        "jetty.io:8443",
        "flows",
        "10.0.0.0/0",
        "0.0.0.0/0",
        "::/0"
      })
  void otherNameIsNotMatched(String list) {
    assertThat(new NoProxy("flows-api.jetty.io", 443).matches(list)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3",
    "10.1.2.3, 10.0.0.0/8",
    "10.1.2.3, 10.1.2.0/30",
    "10.1.2.3, 10.1.2.3/32",
    "10.1.2.3, 0.0.0.0/0",
    "10.1.2.3, 10.1.2.3:443",
    "[2001:db8::7], 2001:db8::7",
    "[2001:db8::7], 2001:db8::/32",
    "[2001:db8::7], [2001:db8:0:0::7]:443",
    "2001:db8::7, [2001:db8::7]"
  })
  void addressIsMatched(String host, String entry) {
    assertThat(new NoProxy(host, 443).matches(entry)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.4",
    "10.1.2.3, 11.0.0.0/8",
    "10.1.2.3, 10.1.2.0/31",
    "10.1.2.3, 10.0.0.0/33",
    "10.1.2.3, 10.0.0.0/x",
    "10.1.2.3, 10.0.0.0/999",
    "10.1.2.3, 2.3",
    "10.1.2.3, 10.66051",
    "10.1.2.3, 10.0/8",
    "10.1.2.3, 10.0.0.0.0/8",
    "10.1.2.3, 300.1.2.3/0",
    "10.1.2.3, 10.1.2.3:80",
    "10.1.2.3, ::/0",
    "[2001:db8::7], 2001:db9::/32",
    "[2001:db8::7], 0.0.0.0/0"
  })
  void otherAddressIsNotMatched(String host, String entry) {
    assertThat(new NoProxy(host, 443).matches(entry)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost|*.jetty.io, true",
    "flows-*, true",
    "localhost|127.*|[::1], false",
    "jetty.io, false",
    "|, false"
  })
  void patternsOfJavaAreMatched(String patterns, boolean matches) {
    assertThat(new NoProxy("flows-api.jetty.io", 443).matchesPattern(patterns)).isEqualTo(matches);
  }
}
