package io.jettymcp.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {
  @ParameterizedTest
  @CsvSource({
    "mlc_abcdefghijkl, mlc_...ijkl",
    "mlc_abcdefghijk, mlc_...",
    "abcdefghijklmnop, ...mnop",
    "abcdefghijklmno, ...",
    "'', ..."
  })
  void onlyTheEndOfALongValueIsShown(String value, String shown) {
    assertThat(Secret.of(value).redacted()).isEqualTo(shown);
  }
}
