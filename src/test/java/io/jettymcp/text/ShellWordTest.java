package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "C:\\a\\b.json|C:\\a\\b.json",
        "C:\\a b\\c|\"C:\\a b\\c\"",
        "C:\\a b\\|\"C:\\a b\\\\\"",
        "C:\\a b\\\\|\"C:\\a b\\\\\\\\\"",
        "say \"hi\"|\"say \\\"hi\\\"\"",
        "a \\\"b|\"a \\\\\\\"b\""
      })
  void isQuotedForWindows(String word, String quoted) {
    assertThat(ShellWord.onWindows(word)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"/a/b.json|/a/b.json", "/a b|'/a b'", "it's|'it'\\''s'", "a\\|'a\\'"})
  void isQuotedForUnix(String word, String quoted) {
    assertThat(ShellWord.onUnix(word)).isEqualTo(quoted);
  }
}
