package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"detail":"Collection not found"} | Collection not found
          {"error":{"message":"No such model","code":7}} | No such model
          {"error":"plain"} | plain
          {"message":"at the top"} | at the top
          {"detail":{"message":"inside","secret":"x"}} | inside
          {"detail":["one","two"]} | one; two
          {"detail":[{"loc":[{"a":1},"b",2],"msg":"odd"},7]} | .b.2: odd
          "just a text" | just a text
          Internal Server Error | Internal Server Error
          <html><h1>Bad gateway</h1></html> | <html><h1>Bad gateway</h1></html>
          """)
  void findsTheMessage(String body, String message) {
    assertThat(of(body)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}
          {"other":"x"}
          {"detail":null}
          []
          12
          ~~
          {"x":"mlc_
          """)
  void isEmptyWithoutAMessage(String body) {
    assertThat(of(body)).isEmpty();
  }

  @Test
  void reducesValidationErrorsToPlaceAndMessage() {
    String body =
        """
        {"detail":[
          {"type":"missing","loc":["body","name"],"msg":"Field required",
           "input":{"environment_variables":{"KEY":"planted"}},"ctx":{"error":"planted"}},
          {"type":"string_type","loc":["body",0,"KEY"],"msg":"Input should be a string",
           "input":["planted"],"url":"https://errors.example/planted"}]}""";

    assertThat(of(body))
        .isEqualTo("body.name: Field required; body.0.KEY: Input should be a string");
  }

  @Test
  void aTruncatedValidationErrorShowsNoInput() {
    String body =
        "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Field required\",\"input\":\""
            + "planted ".repeat(20_000);

    assertThat(of(body.substring(0, ErrorBody.MAX_READ))).isEqualTo("body: Field required");
  }

  @Test
  void messageIsNotCutBeforeItIsRedacted() {
    String message = "bad" + " ".repeat(8_150) + "and the secret";
    assertThat(of(message)).isEqualTo(message);
    assertThat(of("{\"detail\":\"" + message + "\"}")).isEqualTo(message);
  }

  @Test
  void textThatWasCutIsNotQuoted() {
    assertThat(of(" ".repeat(9_000) + "bad half-a-sec", false)).isEmpty();
    assertThat(of("{\"detail\":\"bad half-a-sec", false)).isEmpty();
    assertThat(of("{\"detail\":[\"bad\",\"half-a-sec", false)).isEqualTo("bad");
  }

  private static String of(String body) {
    return of(body, true);
  }

  private static String of(String body, boolean complete) {
    return ErrorText.of(new ErrorBody(body.getBytes(StandardCharsets.UTF_8), complete));
  }
}
