package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

public class PlainJsonTest {
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":\
      "2025-06-18","capabilities":{"roots":{"listChanged":true},"elicitation":{}},\
      "clientInfo":{"name":"claude-code","version":"1.2 (x)"}, "n": [1,-1,null,20 ,{}],\
      "t":"\\n\\"é\\\\ \\/"}}""";

  static LineReader.Text line(String text) {
    return line(text.getBytes(StandardCharsets.UTF_8));
  }

  private static LineReader.Text line(byte[] bytes) {
    try {
      return (LineReader.Text)
          Objects.requireNonNull(
              new LineReader(new ByteArrayInputStream(bytes), Integer.MAX_VALUE).next());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static @Nullable JsonNode read(String text) {
    return PlainJson.read(line(text));
  }

  private static @Nullable JsonNode jackson(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException notJson) {
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { \"a\" : [ ] , \"b\" : [ 1 , 22 , 999999999 ] } \r",
        "{\"a\":true,\"b\":false,\"c\":null,\"d\":\"x y/z\"}",
        "{\"a\":1,\"b\":2,\"a\":{\"a\":[[[]]]}}",
        "{\"a\":\"\\n\\t\\r\\b\\f\\/\\\\\\\"\",\"é\\n\":\"ü€😀\"}",
        "\"text\"",
        "0"
      })
  void readsWhatIsPlainAsJacksonDoes(String text) {
    assertThat(read(text)).isNotNull().isEqualTo(jackson(text));
  }

  @Test
  void readsWhatHostsSayFirst() {
    String hello = HELLO.replace("-1,", "");
    assertThat(read(hello)).isNotNull().isEqualTo(jackson(hello));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"\\u00e9\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\é\"}",
        "{\"a\":\"\uFFFD\"}",
        "{\"a\":\"\\\"}",
        "{\"a\":-1}",
        "{\"a\":1.5}",
        "{\"a\":1e3}",
        "{\"a\":01}",
        "{\"a\":1234567890}",
        "{\"a\":tru}",
        "{\"a\":truest}",
        "{\"a\":1 2}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "[1,]",
        "[",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{\"a\":\"x",
        "\"\t\"",
        "{a:1}",
        "",
        "/* */ 1"
      })
  void leavesAnythingElseToJackson(String text) {
    assertThat(read(text + " ")).isNull();
  }

  @Test
  void leavesWhatIsDeepOrLongToJackson() {
    assertThat(read("[".repeat(100) + "]".repeat(100))).isNull();
    assertThat(read("\"" + "x".repeat(100_000) + "\"")).isNull();
  }

  @Test
  void leavesWhatIsNoUtf8ToJackson() {
    byte[] bytes = "\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(PlainJson.read(line(bytes))).isNull();
  }

  /** Whatever a line holds, it is read as Jackson reads it, or left to Jackson. */
  @Test
  void neverReadsOtherwiseThanJackson() {
    Random random = new Random(7);
    String pieces = "{}[]\",:\\0123456789-.eEtrufalsn \t\ré/*'";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder(HELLO);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        int at = random.nextInt(text.length());
        char piece = pieces.charAt(random.nextInt(pieces.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, piece);
          case 1 -> text.insert(at, piece);
          default -> text.deleteCharAt(at);
        }
      }
      JsonNode read = read(text.toString());
      if (read != null) {
        assertThat(read).as(text.toString()).isEqualTo(jackson(text.toString()));
      }
    }
  }
}
