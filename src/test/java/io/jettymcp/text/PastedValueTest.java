package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastedValueTest {
  @Test
  void quotesAndBlanksAroundAValueAreRemoved() {
    assertThat(PastedValue.clean(" \"'\u00a0a \"b\" c\ufeff'\"\r\n")).isEqualTo("a \"b\" c");
    assertThat(PastedValue.clean("\"")).isEqualTo("\"");
    assertThat(PastedValue.clean("\"a'")).isEqualTo("\"a'");
    assertThat(PastedValue.clean("''")).isEmpty();
    assertThat(PastedValue.cleanToken("Bearer bearer 'x'")).isEqualTo("x");
    assertThat(PastedValue.cleanToken("bearer")).isEqualTo("bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "' ", "bearer "})
  void anyNumberOfThemIsRemoved(String part) {
    assertThat(PastedValue.cleanToken(part.repeat(32_768))).hasSizeLessThan(part.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$",
        "$5",
        "${}",
        "${A}${B}",
        "x${A}",
        "<>",
        "<a><b>",
        "%",
        "%%",
        "{a}",
        "nullable",
        "Your team",
        "mlc_4kF9xQ2mZr7Lw8Tn"
      })
  void otherValuesAreNoPlaceholders(String value) {
    assertThat(PastedValue.isPlaceholder(value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlc_4kF9xQ2mZr7Lw8Tn",
        "mlc_test-token-of-a-person",
        "yourself-1234",
        "xx",
        "mlc_yourkeyhere1"
      })
  void otherSecretsAreNoPlaceholders(String value) {
    assertThat(PastedValue.isPlaceholderOfSecret(value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${KEY}", "${input:key}", "{{key}}", "undefined", "null"})
  void variablesThatWereNotReplacedAreUnfilled(String value) {
    assertThat(PastedValue.isUnfilled(value)).isTrue();
    assertThat(PastedValue.isPlaceholder(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$uperSecret123", "%9f!aa%", "<b64>", "YOUR_KEY", "your-key", "xxxx"})
  void otherPlaceholdersMayBePasswords(String value) {
    assertThat(PastedValue.isUnfilled(value)).isFalse();
    assertThat(PastedValue.isPlaceholderOfSecret(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "your_token",
        "YOUR-JETTY-TOKEN",
        "mlc_put_your_token_here",
        "replace with your token",
        "xxxx",
        "mlc_...",
        "mlc_\u2026",
        "****"
      })
  void secretsHaveMorePlaceholders(String value) {
    assertThat(PastedValue.isPlaceholderOfSecret(value)).isTrue();
  }
}
