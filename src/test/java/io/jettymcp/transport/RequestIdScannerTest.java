package io.jettymcp.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestIdScannerTest {
  private static String idOf(String message) {
    return RequestIdScanner.idOf(message.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":1,"method":"m"}                                      | 1
          {"method":"m","params":{"id":2,"a":[{"id":3}]},"id":"x"}   | "x"
          { "id" : "a,b}\\"]" , "method" : "m" }                   | "a,b}\\"]"
          {"params":{"a":"\\\\"},"id":4,"method":"m"}            | 4
          {"id":1,"method":"m","id":2}                               | 2
          {"id":-1.5,"method":"m"}                                   | -1.5
          {"id":1}                                                   | null
          {"id":"ours","result":{"method":"m"}}                      | null
          {"method":"m"}                                             | null
          {"method":"m","params":{"id":1}}                           | null
          {"method":"m","params":"\\"id\\":1"}                   | null
          {"id":null,"method":"m"}                                   | null
          {"id":[1],"method":"m"}                                    | null
          {"id":true,"method":"m"}                                   | null
          {"id":1 2,"method":"m"}                                    | null
          [{"id":1,"method":"m"}]                                    | null
          }}{"id":1,"method":"m"}                                    | null
          "id":1,"method":"m"                                        | null
          """)
  void idIsThatOfTheTopLevel(String message, String id) {
    assertThat(idOf(message)).isEqualTo(id);
  }

  @Test
  void idOfAnyLengthTakesLittleMemory() {
    assertThat(idOf("{\"method\":\"m\",\"id\":\"" + "x".repeat(5_000) + "\"}")).isEqualTo("null");
    assertThat(idOf("{\"method\":\"m\",\"id\":" + "1".repeat(1_100) + "}")).isEqualTo("null");
  }

  @Test
  void idIsFoundHoweverTheBytesArrive() {
    byte[] message = "{\"a\":\"\\\\\\\"\",\"id\":\"é\",\"method\":\"m\"}".getBytes(UTF_8);
    for (int split = 0; split <= message.length; split++) {
      RequestIdScanner scanner = new RequestIdScanner();
      scanner.add(message, 0, split);
      scanner.add(message, split, message.length);
      assertThat(scanner.id()).isEqualTo("\"\\u00E9\"");
    }
  }
}
