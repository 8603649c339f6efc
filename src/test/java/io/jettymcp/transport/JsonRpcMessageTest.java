package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonRpcMessageTest {
  /** Read as a line of stdio, which has to be what Jackson's mapper makes of it. */
  private static JsonRpcMessage read(String line) {
    JsonRpcMessage read = JsonRpcMessage.read(PlainJsonTest.line(line));
    assertThat(read).isEqualTo(JsonRpcMessage.read(new StringReader(line)));
    return read;
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void aBodyIsUtf8OfABoundedDepth() {
    byte[] latin = "{\"jsonrpc\":\"2.0\",\"method\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(JsonRpcMessage.read(latin, JsonRpcMessage.mapper(200)))
        .isInstanceOf(JsonRpcMessage.Invalid.class);
    byte[] wide = "{\"jsonrpc\":\"2.0\",\"method\":\"e\"}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(JsonRpcMessage.read(wide, JsonRpcMessage.mapper(200)))
        .isInstanceOf(JsonRpcMessage.Invalid.class);
    byte[] nested =
        "{\"jsonrpc\":\"2.0\",\"method\":\"e\",\"params\":{\"a\":[]}}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(JsonRpcMessage.read(nested, JsonRpcMessage.mapper(3)))
        .isEqualTo(new JsonRpcMessage.Notification("e"));
    assertThat(JsonRpcMessage.read(nested, JsonRpcMessage.mapper(2)))
        .isInstanceOf(JsonRpcMessage.Invalid.class);
  }

  @Test
  void readsARequestWithAndWithoutParams() {
    assertThat(
            read("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":[1,\"é\"]}}\r"))
        .isEqualTo(new JsonRpcMessage.Request("1", "m", json("{\"a\":[1,\"é\"]}")));
    assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}"))
        .isEqualTo(new JsonRpcMessage.Request("1", "m", null));
    assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":null}"))
        .isEqualTo(new JsonRpcMessage.Request("1", "m", null));
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
  void keepsTheIdAsTheClientWroteIt(String id) {
    assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"m\"}"))
        .isEqualTo(new JsonRpcMessage.Request(id, "m", null));
    assertThat(
            read(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                    + id
                    + "}}"))
        .isEqualTo(new JsonRpcMessage.Cancellation(id));
  }

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
  void answersWhatIsNotJsonWithAParseError(String line) {
    assertThat(read(line))
        .isInstanceOfSatisfying(
            JsonRpcMessage.Invalid.class,
            wrong -> {
              assertThat(wrong.id()).isEqualTo("null");
              assertThat(wrong.code()).isEqualTo(-32700);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|null",
        "null|null",
        "\"a\"|null",
        "[]|null",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}]|null",
        "{}|null",
        "{\"id\":5}|5",
        "{\"jsonrpc\":\"2.0\",\"id\":5}|5",
        "{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"m\"}|5",
        "{\"jsonrpc\":2.0,\"id\":5,\"method\":\"m\"}|5",
        "{\"id\":\"x\",\"method\":\"m\"}|\"x\"",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}|5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"m\",\"params\":[1]}|5",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"m\",\"params\":\"p\"}|5",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}|null",
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"m\"}|null",
        "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"m\"}|null",
        "{\"jsonrpc\":\"2.0\",\"id\":1e999,\"method\":\"m\"}|null"
      })
  void answersJsonThatIsNoRequestWithItsIdWhereThereIsOne(String line, String id) {
    assertThat(read(line))
        .isInstanceOfSatisfying(
            JsonRpcMessage.Invalid.class,
            wrong -> {
              assertThat(wrong.id()).isEqualTo(id);
              assertThat(wrong.code()).isEqualTo(-32600);
            });
  }

  @Test
  void refusesWhatWouldTakeFarMoreMemoryThanItsText() {
    for (String line :
        List.of("[" + "1,".repeat(1_000_000) + "1]", "[".repeat(5_000), "1".repeat(2_000))) {
      assertThat(read(line))
          .isInstanceOfSatisfying(
              JsonRpcMessage.Invalid.class, wrong -> assertThat(wrong.code()).isEqualTo(-32600));
    }
  }

  @Test
  void tellsNotificationsFromRequests() {
    assertThat(read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/noted\",\"params\":{}}"))
        .isEqualTo(new JsonRpcMessage.Notification("notifications/noted"));
    assertThat(read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}"))
        .isEqualTo(new JsonRpcMessage.Cancellation("null"));
  }

  @Test
  void readsAnswersToRequestsOfOurs() {
    assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":\"s-0\",\"result\":{\"action\":\"accept\"}}"))
        .isEqualTo(
            new JsonRpcMessage.Response(
                JSONRPCResponse.result("s-0", json("{\"action\":\"accept\"}"))));
    assertThat(
            read("{\"jsonrpc\":\"2.0\",\"id\":\"s-0\",\"error\":{\"code\":-1,\"message\":\"no\"}}"))
        .isEqualTo(
            new JsonRpcMessage.Response(
                JSONRPCResponse.error("s-0", new JSONRPCResponse.JSONRPCError(-1, "no"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"no\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{},\"error\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":null}"
      })
  void doesNotReplyToAnAnswerThatFitsNothing(String line) {
    assertThat(read(line)).isEqualTo(new JsonRpcMessage.UnknownResponse());
  }
}
