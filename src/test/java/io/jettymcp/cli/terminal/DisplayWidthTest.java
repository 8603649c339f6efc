package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "äöü, 3",
    "日本語, 6",
    "ｆｕｌｌ, 8",
    "한글, 4",
    "🚀, 2",
    "✓, 1",
    "█, 1",
    "e\u0301, 1",
    "שלום, 4"
  })
  void columnsAreThoseOfATerminal(String text, int columns) {
    assertThat(DisplayWidth.of(text)).isEqualTo(columns);
  }

  @Test
  void cleanTextHasNoControls() {
    assertThat(DisplayWidth.clean("a\u001b[31mb\u009b1mc\rd\u0007\u0000e\u202ef\u200bg\u007f"))
        .isEqualTo("a[31mb1mc defg");
    assertThat(DisplayWidth.clean("a\nb\tc\u2028d\u0085e")).isEqualTo("a b c d e");
  }

  @Test
  void halfOfAPairIsRemoved() {
    assertThat(DisplayWidth.clean("a\ud83db\ude80c")).isEqualTo("abc");
  }

  @Test
  void headDoesNotSplitAWideCharacter() {
    assertThat(DisplayWidth.head("日本語", 3)).isEqualTo("日");
    assertThat(DisplayWidth.head("e\u0301x", 1)).isEqualTo("e\u0301");
  }

  @Test
  void textIsBrokenBetweenWords() {
    assertThat(DisplayWidth.wrap("the quick brown fox", 10))
        .containsExactly("the quick", "brown fox");
    assertThat(DisplayWidth.wrap("", 10)).containsExactly("");
  }

  @Test
  void wordThatFillsMoreThanALineIsBrokenAfterASeparator() {
    assertThat(DisplayWidth.wrap("at step_configs.explain.prompt", 20))
        .containsExactly("at", "step_configs.", "explain.prompt");
    assertThat(DisplayWidth.wrap("abcdefghijkl", 5)).containsExactly("abcde", "fghij", "kl");
    assertThat(DisplayWidth.wrap("日本", 1)).containsExactly("日本");
  }
}
