package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameEncodingTest {
  private static final NameEncoding ASCII = NameEncoding.of("ANSI_X3.4-1968", false);
  private static final NameEncoding UTF_8 = NameEncoding.of("UTF-8", false);

  @ParameterizedTest
  @ValueSource(strings = {"ANSI_X3.4-1968", "ISO-8859-1", ""})
  void otherEncodingThanUtf8LosesLetters(String name) {
    NameEncoding encoding = NameEncoding.of(name, false);
    assertThat(encoding.loses("gr\u00fcn")).isTrue();
    assertThat(encoding.loses("green")).isFalse();
  }

  @Test
  void utf8LosesOnlyWhatIsNotUtf8() {
    assertThat(UTF_8.loses("gr\u00fcn \ud83d\ude00")).isFalse();
    assertThat(UTF_8.loses("gr\ufffdn")).isTrue();
  }

  @Test
  void windowsLosesNothing() {
    assertThat(NameEncoding.of("Cp1252", true).loses("gr\u00fcn")).isFalse();
  }

  @Test
  void unreadableArgumentIsNumberedAndNotQuoted() {
    assertThatThrownBy(() -> ASCII.requireReadable("call", "get-task", "gr\u00fcn"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Cannot read argument 3: the locale of this process has the encoding ANSI_X3.4-1968,"
                + " not UTF-8. Start it through the launcher jetty-mcp, or set LC_ALL=C.UTF-8.");
    assertThatThrownBy(() -> UTF_8.requireReadable("gr\ufffdn"))
        .hasMessage("Cannot read argument 1: it is not UTF-8.");
  }
}
