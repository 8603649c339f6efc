package io.jettymcp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReaderTest {
  private static final String INITIALIZE =
      """
      {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
      "capabilities": {"roots": {"listChanged": true}, "elicitation": {}},
      "clientInfo": {"name": "claude-code", "version": "1.2 (x)"},
      "n": [1, -1, null, 20 , 2.5e-3, 9007199254740993, {}], "t": "\\n\\"é\\\\ \\/\\u00e9"}}
      """;

  private static JsonNode read(String json) {
    return new JsonReader(StreamReadConstraints.defaults()).read(new StringReader(json));
  }

  static Stream<String> documents() {
    return Stream.of(
        INITIALIZE,
        "",
        "{}",
        " { \"a\" : [ ] , \"b\" : [ 1 , -22 , 12345678901234567890123 ] } \r",
        """
        {"a": 1, "b": 2, "a": {"a": [[[]]]}}""",
        """
        {"a": true, "b": false, "c": null, "": "\\ud83d"}""",
        "[0.1, -1.5e300, 1e999, 100.0, 1e-7]",
        "\"text\"",
        "0");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void readsWhatTheMapperReads(String json) {
    assertThat(read(json)).isEqualTo(JsonMapper.shared().readTree(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1,]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "01",
        "tru",
        "NaN",
        "{} {}",
        "1 2",
        "'a'",
        "\"\t\"",
        "/* */ 1",
        "[}",
        "\"\\x\""
      })
  void refusesWhatIsNotOneDocument(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(JacksonException.class);
  }

  @Test
  void refusesWhatExceedsTheConstraints() {
    JsonReader shallow =
        new JsonReader(StreamReadConstraints.builder().maxNestingDepth(2).maxTokenCount(9).build());
    assertThat(shallow.read(new StringReader("[[1, 2]]"))).hasSize(1);
    for (String json : new String[] {"[[[]]]", "[1, 2, 3, 4, 5, 6, 7, 8, 9]"}) {
      assertThatThrownBy(() -> shallow.read(new StringReader(json)))
          .isInstanceOf(StreamConstraintsException.class);
    }
  }

  @Test
  void neverReadsOtherwiseThanTheMapper() {
    Random random = new Random(7);
    String pieces = "{}[]\",:\\0123456789-.eEtrufalsn \t\ré/*'";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(INITIALIZE);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        int at = random.nextInt(text.length());
        char piece = pieces.charAt(random.nextInt(pieces.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, piece);
          case 1 -> text.insert(at, piece);
          default -> text.deleteCharAt(at);
        }
      }
      assertThat(attempt(() -> read(text.toString())))
          .as(text.toString())
          .isEqualTo(attempt(() -> JsonMapper.shared().readTree(text.toString())));
    }
  }

  private static String attempt(Supplier<JsonNode> reading) {
    try {
      return reading.get().toString();
    } catch (JacksonException e) {
      return "not JSON";
    }
  }
}
