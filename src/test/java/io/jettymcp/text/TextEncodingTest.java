package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTest {
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void encodingIsDetectedByItsByteOrderMark(Charset charset) throws Exception {
    assertThat(TextEncoding.decode("\uFEFFgrün\n😀".getBytes(charset))).isEqualTo("grün\n😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void encodingOfAnotherTextIsUsed(Charset charset) throws Exception {
    byte[] like = "\uFEFFx".getBytes(charset);

    assertThat(TextEncoding.encode("grün\n😀", like)).isEqualTo("\uFEFFgrün\n😀".getBytes(charset));
    assertThat(TextEncoding.encode("grün", new byte[0]))
        .isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void textWithoutAMarkIsUtf8() throws Exception {
    assertThat(TextEncoding.decode("grün".getBytes(StandardCharsets.UTF_8))).isEqualTo("grün");
    assertThat(TextEncoding.decode(new byte[0])).isEmpty();
    assertThat(TextEncoding.decode(new byte[] {'x'})).isEqualTo("x");
  }

  @Test
  void otherEncodingsAreRejected() {
    assertThatThrownBy(() -> TextEncoding.decode("grün".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(CharacterCodingException.class);
  }
}
