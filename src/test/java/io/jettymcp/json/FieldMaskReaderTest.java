package io.jettymcp.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class FieldMaskReaderTest {
  private static final String RUNS =
      """
      {"total": 2, "more": {"a": [1, {"b": 2}]}, "trajectories": [
        {"id": "one", "steps": {"draft": {"status": "failed", "outputs": {"text": "long"}},
                                "judge": {"status": "completed", "outputs": [[]]}}},
        {"steps": [], "id": null, "outputs": "long"},
        "odd", 7
      ]}""";

  @Test
  void keepsEverythingByDefault() {
    assertThat(read(RUNS, FieldMask.ALL)).isEqualTo(JsonMapper.shared().readTree(RUNS));
  }

  @Test
  void keepsOnlyNamedFields() {
    FieldMask mask =
        FieldMask.fields("total")
            .with(
                "trajectories",
                FieldMask.fields("id").with("steps", FieldMask.each(FieldMask.fields("status"))));

    assertThat(read(RUNS, mask))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"total": 2, "trajectories": [
                      {"id": "one", "steps": {"draft": {"status": "failed"}, "judge": {"status": "completed"}}},
                      {"steps": [], "id": null},
                      "odd", 7
                    ]}"""));
  }

  @Test
  void readsTheSameHoweverTheBytesAreCut() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      JsonNode document = random(random, 4);
      byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
      FieldMaskReader reader = new FieldMaskReader(FieldMask.ALL);
      byte[] reused = new byte[7];
      for (int from = 0; from < bytes.length; ) {
        int length = Math.min(1 + random.nextInt(reused.length), bytes.length - from);
        System.arraycopy(bytes, from, reused, 0, length);
        reader.feed(reused, 0, length);
        from += length;
      }
      assertThat(reader.finish()).isEqualTo(document);
    }
  }

  @Test
  void keepsNumbersAsTheyAre() {
    String numbers = "[0,-1,2147483648,123456789012345678901234567890,0.1,1.0E-7,1E+400]";

    assertThat(read(numbers, FieldMask.ALL)).hasToString(numbers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t "})
  void returnsMissingForNoDocument(String nothing) {
    assertThat(read(nothing, FieldMask.ALL).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"text\"", "7", " true "})
  void readsAScalar(String scalar) {
    assertThat(read(scalar, FieldMask.fields("id"))).hasToString(scalar.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{} {}", "[1]]", "{\"a\" 1}", "[1,]", "nan", "'a'", "{a:1}"})
  void rejectsInvalidJson(String text) {
    assertThat(failure(text.getBytes(StandardCharsets.UTF_8)).isTruncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1,", "\"a", "{\"a\":{\"b\":[]}", "[tru", "{\"a\""})
  void reportsATruncatedDocument(String text) {
    assertThat(failure(text.getBytes(StandardCharsets.UTF_8)).isTruncated()).isTrue();
  }

  @Test
  void numbersThatJsonDoesNotHaveBecomeTexts() {
    assertThat(read("{\"a\":[NaN,Infinity,-Infinity],\"b\":1}", FieldMask.ALL))
        .hasToString(
            """
            {"a":["NaN","Infinity","-Infinity"],"b":1}""");
    assertThat(read("{\"a\":NaN,\"b\":1}", FieldMask.fields("b")))
        .hasToString(
            """
            {"b":1}""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff",
        "c3",
        "e282",
        "f09f98",
        "c080",
        "e08080",
        "eda080",
        "f4908080",
        "80",
        "f8888080"
      })
  void bytesThatAreNoUtf8AreReplacedHoweverTheyAreCut(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] bytes =
        joined("[\"\u00fc\ud83d\ude00".getBytes(UTF_8), bad, "\u20ac\",1]".getBytes(UTF_8));
    String expected = new String(bytes, UTF_8);

    for (int piece = 1; piece <= bytes.length; piece++) {
      FieldMaskReader reader = new FieldMaskReader(FieldMask.ALL);
      for (int from = 0; from < bytes.length; from += piece) {
        reader.feed(bytes, from, Math.min(bytes.length, from + piece));
      }
      assertThat(reader.finish()).as("pieces of %s", piece).hasToString(expected);
    }
  }

  @Test
  void documentThatEndsInACharacterIsTruncated() {
    assertThat(failure(joined("[\"".getBytes(UTF_8), new byte[] {(byte) 0xe2})).isTruncated())
        .isTrue();
  }

  @Test
  void rejectsUtf16() {
    assertThat(failure("[1]".getBytes(StandardCharsets.UTF_16)).isTruncated()).isFalse();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void boundsTheDepthOfDroppedValuesToo() {
    String deepest = "[".repeat(199) + "]".repeat(199);
    assertThat(read("{\"a\":" + deepest + "}", FieldMask.only())).hasToString("{}");

    String deeper = "{\"a\":[" + deepest + "]}";
    assertThatThrownBy(() -> read(deeper, FieldMask.only())).hasMessageContaining("200 levels");
  }

  @Test
  void errorsQuoteNoContent() {
    UnreadableJsonException failure =
        failure("{\"key\": mlc_planted}".getBytes(StandardCharsets.UTF_8));

    assertThat(failure).hasNoCause();
    assertThat(failure.toString()).doesNotContain("planted");
  }

  private static JsonNode read(String text, FieldMask mask) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    FieldMaskReader reader = new FieldMaskReader(mask);
    reader.feed(bytes, 0, bytes.length);
    return reader.finish();
  }

  private static UnreadableJsonException failure(byte[] bytes) {
    FieldMaskReader reader = new FieldMaskReader(FieldMask.ALL);
    UnreadableJsonException failure =
        catchThrowableOfType(
            UnreadableJsonException.class,
            () -> {
              reader.feed(bytes, 0, bytes.length);
              reader.finish();
            });
    assertThat(failure).isNotNull();
    return failure;
  }

  private static JsonNode random(Random random, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> nodes.stringNode(text(random));
      case 1 -> nodes.numberNode(random.nextInt());
      case 2 -> nodes.numberNode(random.nextDouble());
      case 3 -> nodes.booleanNode(random.nextBoolean());
      case 4 -> nodes.nullNode();
      case 5 -> {
        ArrayNode array = nodes.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          array.add(random(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(text(random), random(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(12), 1, 0x1F700)
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
