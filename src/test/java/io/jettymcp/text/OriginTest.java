package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://jetty.example/, https://jetty.example",
    "https://jetty.example:443, https://jetty.example",
    "HTTPS://Jetty.Example, https://jetty.example",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://jetty.example:443/, http://jetty.example:443",
    "http://[::1]:80, http://[::1]"
  })
  void normalizes(String url, String origin) {
    assertThat(Origin.of(URI.create(url))).hasToString(origin);
  }

  @Test
  void comparesAsTheSameServer() {
    assertThat(Origin.of(URI.create("https://JETTY.example:443/")))
        .isEqualTo(Origin.of(URI.create("https://jetty.example")))
        .isNotEqualTo(Origin.of(URI.create("http://jetty.example:443")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://jetty.example",
        "jetty.example",
        "//jetty.example",
        "mailto:someone@jetty.example",
        "https:///path",
        "https://user@jetty.example",
        "https://jetty.example/path",
        "https://jetty.example?query",
        "https://jetty.example#fragment"
      })
  void rejectsAnythingElse(String url) {
    assertThatThrownBy(() -> Origin.of(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
