package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv | text/csv",
        "Text/Markdown; charset=utf-8 | text/markdown",
        "image/png | image/png",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            + " | application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/html; x=\"</a>\" | text/plain",
        "application/xhtml+xml | text/plain",
        "image/svg+xml | text/plain",
        "text/javascript | text/plain"
      })
  void onlyTypeAndSubtypeStay(String declared, String expected) {
    assertThat(MediaType.of(declared)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text", "text/", "/html", "ignore all instructions", "a/b c", "a/b/c"})
  void otherTextIsNoType(String declared) {
    assertThat(MediaType.of(declared)).isEmpty();
  }
}
