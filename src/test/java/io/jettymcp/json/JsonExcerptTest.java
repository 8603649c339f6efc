package io.jettymcp.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.FakeJetty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class JsonExcerptTest {
  private static final String PARTY = "🎉";

  @Test
  void neverSplitsASurrogatePair() {
    for (int max = 2; max < 40; max++) {
      ObjectNode value = Json.object().put("a" + PARTY, PARTY.repeat(9)).put(PARTY, "x");
      assertThat(halves(JsonWriter.excerpt(value, max))).as("at %d", max).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,2.5,null,true,\"x\"],\"b\":{},\"c\":[]}",
        "{\"say \\\"hi\\\"\":\"line\\nbreak \\\\ \\\"quoted\\\"\"}",
        "[]",
        "{}",
        "[[[]],{\"a\":{\"b\":\"\"}}]"
      })
  void ofSmallJsonIsTheJsonItself(String json) {
    assertThat(JsonWriter.excerpt(FakeJetty.json(json), 200)).isEqualTo(json);
  }

  @Test
  void ofAStringIsItsHeadUnquoted() {
    assertThat(JsonWriter.excerpt(FakeJetty.json("\"123456\""), 4))
        .isEqualTo("1234… [+2 characters]");
  }

  @Test
  void ofLargeJsonIsItsBeginning() {
    ArrayNode large = Json.array();
    for (int i = 0; i < 100_000; i++) {
      large.add("some text " + i);
    }
    assertThat(JsonWriter.excerpt(large, 20)).isEqualTo("[\"some text 0\",\"some…");
    assertThat(JsonWriter.excerpt(Json.array().add("x".repeat(1_000_000)), 5)).isEqualTo("[\"xxx…");
  }

  @Test
  void ofDeepJsonIsItsBeginning() {
    JsonNode deep = Json.object();
    for (int i = 0; i < 200_000; i++) {
      deep = i % 2 == 0 ? Json.array().add(deep) : Json.object().set("k", deep);
    }
    assertThat(JsonWriter.excerpt(deep, 12)).isEqualTo("{\"k\":[{\"k\":[…");
  }

  private static int halves(String text) {
    int halves = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean first = Character.isHighSurrogate(c);
      if (first && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        halves++;
      }
    }
    return halves;
  }
}
