package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonRpcMessageTest {
  /** Reads a line of stdio, and expects the same from Jackson's mapper. */
  private static JsonRpcMessage read(String line) {
    JsonRpcMessage message = JsonRpcMessage.read(PlainJsonTest.line(line));
    byte[] body = line.getBytes(StandardCharsets.UTF_8);
    assertThat(message).isEqualTo(JsonRpcMessage.read(body, JsonRpcMessage.mapper(500)));
    return message;
  }

  private static JsonRpcMessage.Invalid readInvalid(String line) {
    return assertInstanceOf(JsonRpcMessage.Invalid.class, read(line));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Nested
  class Requests {
    @Test
    void haveParams() {
      assertThat(read(Messages.request("1", "m", "{\"a\":[1,\"é\"]}") + "\r"))
          .isEqualTo(new JsonRpcMessage.Request("1", "m", json("{\"a\":[1,\"é\"]}")));
    }

    @Test
    void mayHaveParamsAsJsonText() {
      assertThat(read(Messages.request("1", "m", "\" {\\\"a\\\":[1]} \"")))
          .isEqualTo(new JsonRpcMessage.Request("1", "m", json("{\"a\":[1]}")));
      assertThat(read(Messages.request("1", "m", "\"{} x\"")))
          .isInstanceOf(JsonRpcMessage.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          """
          {"jsonrpc":"2.0","id":1,"method":"m"}""",
          """
          {"jsonrpc":"2.0","id":1,"method":"m","params":null}""",
          """
          {"jsonrpc":"2.0","id":1,"method":"m","params":[]}"""
        })
    void mayHaveNoParams(String line) {
      assertThat(read(line)).isEqualTo(new JsonRpcMessage.Request("1", "m", null));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1",
          "-1",
          "0",
          "1.0",
          "1.5",
          "\"1\"",
          "\"\"",
          "\"a\\\"b\\\\\"",
          "9007199254740993",
          "123456789012345678901234567890",
          "\"\\uD800\"",
          "\"\\u00E9\""
        })
    void keepTheirIdAsTheClientWroteIt(String id) {
      assertThat(read(Messages.request(id, "m", "null")))
          .isEqualTo(new JsonRpcMessage.Request(id, "m", null));
      assertThat(read(Messages.cancellation(id))).isEqualTo(new JsonRpcMessage.Cancellation(id));
    }
  }

  @Nested
  class Notifications {
    @Test
    void haveNoId() {
      assertThat(read(Messages.notification("notifications/noted")))
          .isEqualTo(new JsonRpcMessage.Notification("notifications/noted"));
    }

    @Test
    void mayCancelNothing() {
      assertThat(read(Messages.notification("notifications/cancelled")))
          .isEqualTo(new JsonRpcMessage.Cancellation("null"));
    }
  }

  @Nested
  class Responses {
    @Test
    void haveAResult() {
      assertThat(read(Messages.response("\"s-0\"", "{\"action\":\"accept\"}")))
          .isEqualTo(
              new JsonRpcMessage.Response(
                  JSONRPCResponse.result("s-0", json("{\"action\":\"accept\"}"))));
    }

    @Test
    void mayHaveAnError() {
      String line =
          """
          {"jsonrpc":"2.0","id":"s-0","error":{"code":-1,"message":"no"}}""";
      assertThat(read(line))
          .isEqualTo(
              new JsonRpcMessage.Response(
                  JSONRPCResponse.error("s-0", new JSONRPCResponse.JSONRPCError(-1, "no"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"yes\"", "[]", "7", "{}"})
    void endTheirQuestionWhateverTheResult(String result) {
      String line = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":%s}".formatted(result);
      assertThat(read(line)).isInstanceOf(JsonRpcMessage.Response.class);
      assertThat(read(line.replace("result", "error"))).isInstanceOf(JsonRpcMessage.Response.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          """
          {"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}""",
          """
          {"jsonrpc":"2.0","id":1,"result":{}}"""
        })
    void areUnknownIfTheyFitNoRequest(String line) {
      assertThat(read(line)).isEqualTo(new JsonRpcMessage.UnknownResponse());
    }
  }

  @Nested
  class InvalidLines {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{",
          "hello",
          "{\"jsonrpc\":\"2.0\"",
          "{}x",
          "{} {}",
          "'a'",
          "{\"a\":NaN}",
          "\u0000",
          "[1,]"
        })
    void thatAreNoJsonAreParseErrors(String line) {
      assertThat(readInvalid(line).id()).isEqualTo("null");
      assertThat(readInvalid(line).code()).isEqualTo(-32700);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            1                                                     | null
            null                                                  | null
            "a"                                                   | null
            []                                                    | null
            [{"jsonrpc":"2.0","id":1,"method":"m"}]               | null
            {}                                                    | null
            {"id":5}                                              | 5
            {"jsonrpc":"2.0","id":5}                              | 5
            {"jsonrpc":"1.0","id":5,"method":"m"}                 | 5
            {"jsonrpc":2.0,"id":5,"method":"m"}                   | 5
            {"id":"x","method":"m"}                               | "x"
            {"jsonrpc":"2.0","id":5,"method":7}                   | 5
            {"jsonrpc":"2.0","id":5,"method":"m","params":[1]}    | 5
            {"jsonrpc":"2.0","id":5,"method":"m","params":"p"}    | 5
            {"jsonrpc":"2.0","id":null,"method":"m"}              | null
            {"jsonrpc":"2.0","id":true,"method":"m"}              | null
            {"jsonrpc":"2.0","id":[1],"method":"m"}               | null
            {"jsonrpc":"2.0","id":1e999,"method":"m"}             | null
            """)
    void thatAreNoRequestKeepTheirId(String line, String id) {
      assertThat(readInvalid(line).id()).isEqualTo(id);
      assertThat(readInvalid(line).code()).isEqualTo(-32600);
    }

    @Test
    void includeThoseThatNeedFarMoreMemoryThanTheirText() {
      for (String line :
          List.of("[" + "1,".repeat(1_000_000) + "1]", "[".repeat(5_000), "1".repeat(2_000))) {
        assertThat(readInvalid(line).code()).isEqualTo(-32600);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":{\"a\":VALUE}}",
          "{\"method\":\"m\",\"params\":{\"a\":VALUE},\"jsonrpc\":\"2.0\",\"id\":7}",
        })
    void thatExceedALimitKeepTheirId(String message) {
      for (String value :
          List.of("[" + "1,".repeat(1_000_000) + "1]", "[".repeat(600) + "]".repeat(600))) {
        assertThat(readInvalid(message.replace("VALUE", value)).id()).isEqualTo("7");
      }
      assertThat(readInvalid(message.replace("VALUE", "1".repeat(2_000))).id()).isEqualTo("7");
    }
  }

  @Nested
  class Bodies {
    private static final String LINE = Messages.notification("é");

    private static JsonRpcMessage read(byte[] body, int maxDepth) {
      return JsonRpcMessage.read(body, JsonRpcMessage.mapper(maxDepth));
    }

    @Test
    void mustBeUtf8() {
      for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE)) {
        assertThat(read(LINE.getBytes(charset), 200)).isInstanceOf(JsonRpcMessage.Invalid.class);
      }
      assertThat(read(LINE.getBytes(StandardCharsets.UTF_8), 200))
          .isEqualTo(new JsonRpcMessage.Notification("é"));
    }

    @Test
    void mayStartWithAByteOrderMark() {
      assertThat(read(("\uFEFF" + LINE).getBytes(StandardCharsets.UTF_8), 200))
          .isEqualTo(new JsonRpcMessage.Notification("é"));
    }

    @Test
    void mustNotNestDeeperThanTheLimit() {
      byte[] nested =
          """
          {"jsonrpc":"2.0","method":"e","params":{"a":[]}}"""
              .getBytes(StandardCharsets.UTF_8);
      assertThat(read(nested, 3)).isEqualTo(new JsonRpcMessage.Notification("e"));
      assertThat(read(nested, 2)).isInstanceOf(JsonRpcMessage.Invalid.class);
    }
  }
}
