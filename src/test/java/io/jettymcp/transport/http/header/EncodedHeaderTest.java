package io.jettymcp.transport.http.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedHeaderTest {
  @Test
  void visibleAsciiIsTakenAsItIs() {
    assertThat(EncodedHeader.decode(" run task ")).contains("run task");
  }

  @Test
  void tabInsideIsTakenAsItIs() {
    assertThat(EncodedHeader.decode("a\tb")).contains("a\tb");
  }

  @Test
  void encodedTextIsDecoded() {
    assertThat(EncodedHeader.decode("=?base64?w6TDtsO8?=")).contains("äöü");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SGVsbG8=", "=?base64?SGVsbG8=", "SGVsbG8=?="})
  void valueWithoutBothMarksIsTakenAsItIs(String value) {
    assertThat(EncodedHeader.decode(value)).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SGVsbG8", "SGVsbG9=", "SGVs!!!bG8=", "SGVs bG8=", "w6Q", "wyg="})
  void malformedEncodingIsRefused(String encoded) {
    assertThat(EncodedHeader.decode("=?base64?" + encoded + "?=")).isEmpty();
  }

  @Test
  void otherCharactersAreRefused() {
    assertThat(EncodedHeader.decode("ä")).isEmpty();
  }
}
