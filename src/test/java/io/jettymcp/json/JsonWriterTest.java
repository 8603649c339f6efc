package io.jettymcp.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.McpJson;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class JsonWriterTest {
  @Test
  void stringsAreQuotedAsJacksonDoes() throws Exception {
    StringBuilder all = new StringBuilder("/\u2028\ud83d\ude00");
    for (char c = 0; c < 0x180; c++) {
      all.append(c);
    }
    assertThat(JsonWriter.quoted(all.toString()))
        .isEqualTo(McpJson.INSTANCE.writeValueAsString(all.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[[],{},[{}]]",
        "{\"a\":{\"b\":[1,-2,9007199254740993,123456789012345678901234567890]},\"c\":null}",
        "[0.1,-1.5e300,1e-7,100.0,true,false,\"a\\\"b\\n\"]",
        "{\"q\\\"uote\":\"\\u0001 é 😀\"}"
      })
  void treesAreWrittenAsJacksonDoes(String json) throws Exception {
    JsonNode tree = McpJson.mapper().readTree(json);

    assertThat(JsonWriter.of(tree)).isEqualTo(McpJson.INSTANCE.writeValueAsString(tree));
  }

  @Test
  void numbersOfAllTypesAreWrittenAsJacksonDoes() throws Exception {
    JsonNode tree =
        JsonNodeFactory.instance
            .arrayNode()
            .add(1.5f)
            .add(Double.NaN)
            .add(new BigDecimal("1.10"))
            .add((short) 7)
            .add(new byte[] {1, 2, 3});

    assertThat(JsonWriter.of(tree)).isEqualTo(McpJson.INSTANCE.writeValueAsString(tree));
  }

  @Test
  void compactKeepsBlanksInStrings() {
    assertThat(JsonWriter.compact("{\n  \"a b\" : [ 1, \" \\\" \\\\\" , true ]\n}\n"))
        .isEqualTo("{\"a b\":[1,\" \\\" \\\\\",true]}");
  }
}
