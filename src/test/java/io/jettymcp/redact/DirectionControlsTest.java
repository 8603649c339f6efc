package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionControlsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "הקובץ \u2066report.txt\u2069 נשמר",
        "The word \u2067שלום\u2069 means peace",
        "Hello \u2068John\u2069",
        "\u202bمرحبا \u202aReadme\u202c بكم\u202c",
        "\u2067א \u2066b \u2067ג\u2069\u2069\u2069"
      })
  void balancedPairStays(String text) {
    assertThat(Cleaner.clean(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "אני כותב C++\u200e היום",
        "\u200fשלום, world!\u200f עולם",
        "التاريخ ١٢\u200f/٥\u200f/٢٠٢٠",
        "مرحبا\u061c (abc)",
        "12\u200f/34\u200f/56 שלום"
      })
  void singleMarkNextToRightToLeftTextStays(String text) {
    assertThat(Cleaner.clean(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "a\u200eb\u200fc\u061cd,abcd",
    "'שלום\nabc\u200e','שלום\nabc'",
    "ש abc\u200e def ש,ש abc def ש",
    "ש\u200e\u200f\u200e.,ש\u200e.",
    "ש\u200e\u2066\u200fש.,ש\u200eש."
  })
  void markWithoutRightToLeftTextIsRemoved(String text, String clean) {
    assertThat(Cleaner.clean(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource({
    "a\u202etxt.exe\u202cb,atxt.exeb",
    "\u202dשלום\u202c,שלום",
    "\u2067ש \u202eabc\u202c ש\u2069,\u2067ש abc ש\u2069",
    "a\u202e,a"
  })
  void overrideIsRemovedWithItsTerminator(String text, String clean) {
    assertThat(Cleaner.clean(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource({
    "\u2066a,a",
    "a\u2069,a",
    "a\u202c,a",
    "'\u2067ש\n\u2069','ש\n'",
    "\u2067ש\u202c,ש",
    "\u202bש\u2069,ש",
    "\u2067ש\u202aa\u2069\u202c,\u2067שa\u2069",
    "\u2066a\u2067ש\u2069,a\u2067ש\u2069"
  })
  void unbalancedControlIsRemoved(String text, String clean) {
    assertThat(Cleaner.clean(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @CsvSource({
    "a\u2066\u2069b,ab",
    "a\u2066\u2068\u2069\u2069b,ab",
    "\u2067\u2066a\u2069 \u2066b\u2069\u2069,\u2066a\u2069 \u2066b\u2069",
    "if (admin\u202b) {\u202c,if (admin) {"
  })
  void pairAroundLeftToRightTextIsRemoved(String text, String clean) {
    assertThat(Cleaner.clean(text)).isEqualTo(clean);
  }

  @Test
  void tooDeeplyNestedPairsAreAllRemoved() {
    String deep = "\u2067".repeat(9) + "ש" + "\u2069".repeat(9);
    assertThat(Cleaner.clean(deep + "\n\u2067ש\u2069")).isEqualTo("ש\n\u2067ש\u2069");
    String nested = deep.substring(1, deep.length() - 1);
    assertThat(Cleaner.clean(nested)).isSameAs(nested);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u2066",
        "\u2069",
        "\u2066a\u2069",
        "\u202e",
        "\u200e",
        "ש\u200e",
        "1\u200f",
        "\u2067ש"
      })
  void timeIsLinear(String piece) {
    String text = piece.repeat(2_000_000 / piece.length()) + "ש";
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Cleaner.clean(text));
  }
}
