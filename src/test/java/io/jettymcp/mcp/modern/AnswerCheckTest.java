package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.McpJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"string\",\"enum\":[\"a\",\"b\"]} | \"a\" | true",
        "{\"type\":\"string\",\"enum\":[\"a\",\"b\"]} | \"c\" | false",
        "{\"type\":\"string\",\"oneOf\":[{\"const\":\"a\",\"title\":\"A\"}]} | \"a\" | true",
        "{\"type\":\"string\",\"oneOf\":[{\"const\":\"a\",\"title\":\"A\"}]} | \"A\" | false",
        "{\"type\":\"string\"} | 7 | false",
        "{\"type\":\"string\"} | \"\" | true",
        "{\"type\":\"boolean\"} | 1 | false",
        "{\"type\":\"number\"} | 1.5 | true",
        "{\"type\":\"integer\"} | 1.5 | false",
        "{\"type\":\"integer\"} | 2 | true",
        "{\"type\":\"array\",\"items\":{\"enum\":[\"a\"]}} | [\"a\"] | true",
        "{\"type\":\"array\",\"items\":{\"enum\":[\"a\"]}} | [\"b\"] | false",
        "{\"type\":\"array\",\"items\":{\"anyOf\":[{\"const\":\"a\"}]}} | [\"a\",\"b\"] | false",
        "{\"type\":\"array\"} | \"a\" | false"
      })
  void valueOfAFieldFitsItsSchema(String field, String value, boolean fits) {
    String question =
        """
        {"method":"elicitation/create","params":{"requestedSchema":
        {"type":"object","properties":{"f":%s}}}}"""
            .formatted(field);
    String answer = "{\"action\":\"accept\",\"content\":{\"f\":%s}}".formatted(value);
    assertThat(
            AnswerCheck.fits(
                McpJson.mapper().readTree(question), McpJson.mapper().readTree(answer)))
        .isEqualTo(fits);
  }
}
