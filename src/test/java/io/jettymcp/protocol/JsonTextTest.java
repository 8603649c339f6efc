package io.jettymcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void textIsQuotedAsJacksonDoes() throws Exception {
    StringBuilder all = new StringBuilder("/\u2028\ud83d\ude00");
    for (char c = 0; c < 0x180; c++) {
      all.append(c);
    }
    assertThat(JsonText.quoted(all.toString()))
        .isEqualTo(McpJson.INSTANCE.writeValueAsString(all.toString()));
  }

  @Test
  void blanksInTextsStay() {
    assertThat(JsonText.compact("{\n  \"a b\" : [ 1, \" \\\" \\\\\" , true ]\n}\n"))
        .isEqualTo("{\"a b\":[1,\" \\\" \\\\\",true]}");
  }
}
