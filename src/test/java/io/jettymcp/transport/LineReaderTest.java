package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void splitsAtNewlines() throws IOException {
    assertThat(lines("one\ntwo\r\n\nlast", 100)).containsExactly("one", "two\r", "", "last");
    assertThat(lines("one\n", 100)).containsExactly("one");
    assertThat(lines("", 100)).isEmpty();
  }

  @Test
  void readsTheSameHoweverTheBytesArrive() throws IOException {
    String text = "{\"a\":\"é€😀\"}\r\n日本語\n\n\u2028x";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<String> whole = lines(text, 100);
    for (int first = 1; first < bytes.length; first++) {
      for (int second = first; second < bytes.length; second++) {
        assertThat(lines(new ThreeReads(bytes, first, second), 100)).isEqualTo(whole);
      }
    }
  }

  @Test
  void dropsALineAboveTheMaximum() throws IOException {
    assertThat(lines("12345\n123456\n1234567890123\n12345\n", 5))
        .containsExactly("12345", "too long", "too long", "12345");
    assertThat(lines("x\n123456", 5)).containsExactly("x", "too long");
  }

  @Test
  void findsTheIdOfADroppedLine() throws IOException {
    String head = "{\"id\":1,\"method\":\"m\",\"params\":{\"a\":\"" + "x".repeat(200_000) + "\"}}";
    String tail = head.replace("\"id\":1,", "").replaceFirst("}$", ",\"id\":2}");
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes(head + "\n" + tail)), 10_000);
    assertThat(reader.next()).isEqualTo(new LineReader.TooLong("1"));
    assertThat(reader.next()).isEqualTo(new LineReader.TooLong("2"));
  }

  @Test
  void removesAByteOrderMarkFromEachLine() throws IOException {
    assertThat(lines("\uFEFFone\n\uFEFF\ntwo\uFEFF\n\uFEFF\uFEFFx", 100))
        .containsExactly("one", "", "two\uFEFF", "\uFEFFx");
  }

  @Test
  void readsALineOfTheMaximumLength() throws IOException {
    int max = 200_000;
    String longest = "a".repeat(max);
    assertThat(lines(longest + "\n" + longest + "b\nshort", max))
        .containsExactly(longest, "too long", "short");
  }

  @Test
  void detectsBlankLines() throws IOException {
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes(" \t\r\n\n x\n")), 10);
    assertThat(text(reader).isBlank()).isTrue();
    assertThat(text(reader).isBlank()).isTrue();
    assertThat(text(reader).isBlank()).isFalse();
  }

  @Test
  void failsToDecodeBytesThatAreNotUtf8() throws IOException {
    for (byte[] invalid :
        List.of(
            new byte[] {'"', (byte) 0xff, '"'},
            new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            new byte[] {'"', (byte) 0xe2, (byte) 0x82})) {
      LineReader reader = new LineReader(new ByteArrayInputStream(invalid), 10);
      LineReader.Text line = text(reader);
      assertThatThrownBy(() -> line.characters().transferTo(new StringWriter()))
          .isInstanceOf(CharacterCodingException.class);
    }
  }

  private static LineReader.Text text(LineReader reader) throws IOException {
    return (LineReader.Text) Objects.requireNonNull(reader.next());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> lines(String text, int maxLength) throws IOException {
    return lines(new ByteArrayInputStream(bytes(text)), maxLength);
  }

  private static List<String> lines(InputStream in, int maxLength) throws IOException {
    LineReader reader = new LineReader(in, maxLength);
    List<String> lines = new ArrayList<>();
    for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
      if (line instanceof LineReader.Text text) {
        StringWriter characters = new StringWriter();
        text.characters().transferTo(characters);
        lines.add(characters.toString());
      } else {
        lines.add("too long");
      }
    }
    return lines;
  }

  /** Returns bytes in three reads. */
  private static final class ThreeReads extends InputStream {
    private final byte[] bytes;
    private final int first;
    private final int second;
    private int at;

    ThreeReads(byte[] bytes, int first, int second) {
      this.bytes = bytes;
      this.first = first;
      this.second = second;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      int stop = at < first ? first : at < second ? second : bytes.length;
      if (at == stop) {
        return -1;
      }
      System.arraycopy(bytes, at, into, from, stop - at);
      int count = stop - at;
      at = stop;
      return count;
    }
  }
}
