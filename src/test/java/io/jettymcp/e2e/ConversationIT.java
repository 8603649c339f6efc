package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** JSON-RPC, line by line, all of it in one session: whatever comes in, the session goes on. */
@Timeout(120)
class ConversationIT {
  @TempDir static Path directory;
  private static ServerProcess server;

  @BeforeAll
  static void begin() throws IOException {
    server = Program.in(directory).simulated().withSmallHeap().serve();
  }

  @AfterAll
  static void endWell() throws Exception {
    try (ServerProcess ending = server) {
      ending.end();
    }
  }

  private static JsonNode nextAfter(String line) throws IOException {
    return nextAfter((line + "\n").getBytes(UTF_8));
  }

  private static JsonNode nextAfter(byte... bytes) throws IOException {
    int before = server.messages().size();
    server.sendBytes(bytes);
    server.awaitMessages(before + 1);
    return server.messages().get(before);
  }

  private static void assertError(JsonNode answer, String id, int code) {
    assertThat(answer.path("id").toString()).as("%s", answer).isEqualTo(id);
    assertThat(answer.path("error").path("code").asInt()).as("%s", answer).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "{\"jsonrpc\":", "{'jsonrpc':'2.0'}", "\u0000", "[1,", "{} {}"})
  void invalidJsonIsAParseError(String line) throws Exception {
    assertError(nextAfter(line), "null", -32700);
  }

  @Test
  void invalidUtf8IsAParseError() throws Exception {
    assertError(nextAfter((byte) '"', (byte) 0xC3, (byte) '"', (byte) '\n'), "null", -32700);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "null",
        "\"initialize\"",
        "{}",
        "\ufeff{}",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]"
      })
  void jsonThatIsNoRequestIsAnInvalidRequest(String line) throws Exception {
    assertError(nextAfter(line), "null", -32600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":7,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":[1]}"
      })
  void invalidRequestKeepsItsId(String line) throws Exception {
    assertError(nextAfter(line), "7", -32600);
  }

  @Test
  void unknownMethodIsNotFound() throws Exception {
    server.request("\"unknown\"", "tools/cook", "{}");
    assertError(server.answer("\"unknown\""), "\"unknown\"", -32601);
  }

  @Test
  void unknownToolIsRejectedWithTheNearestName() throws Exception {
    server.begin("\"no tool\"", "list-task", "{}");
    JsonNode answer = server.answer("\"no tool\"");
    assertError(answer, "\"no tool\"", -32602);
    assertThat(answer.path("error").path("message").asString()).contains("list-tasks");
  }

  @Test
  void blankLinesAndUnknownNotificationsAreIgnored() throws Exception {
    server.send("");
    server.send("  \r");
    server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/whatever\"}");
    assertThat(nextAfter("{\"jsonrpc\":\"2.0\",\"id\":\"fence\",\"method\":\"ping\"}"))
        .isEqualTo(
            ServerProcess.JSON.readTree("{\"jsonrpc\":\"2.0\",\"id\":\"fence\",\"result\":{}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "9007199254740993", "1.5", "\"\"", "\"7\"", "\"\u00e9\ud83d\ude42\""})
  void idKeepsItsType(String id) throws Exception {
    JsonNode answer = nextAfter("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}");
    assertThat(answer.path("id")).isEqualTo(ServerProcess.JSON.readTree(id));
    assertThat(answer.has("result")).isTrue();
  }

  @Test
  void crLfEndsALine() throws Exception {
    assertThat(
            nextAfter("{\"jsonrpc\":\"2.0\",\"id\":\"crlf\",\"method\":\"ping\"}\r")
                .path("id")
                .asString())
        .isEqualTo("crlf");
  }

  @Test
  void utf8IsDecodedAcrossSplits() throws Exception {
    String text = "caf\u00e9 \u20ac \ud83d\ude42 \u6f22";
    String call =
        """
        {"jsonrpc":"2.0","id":"split","method":"tools/call","params":{"name":"validate-workflow",\
        "arguments":{"workflow":{"init_params":{},"steps":["%s"],"step_configs":{}}}}}
        """;
    byte[] line = call.formatted(text).getBytes(UTF_8);
    for (byte one : line) {
      server.sendBytes(one);
    }
    assertThat(server.answer("\"split\"").path("result").path("structuredContent").toString())
        .contains(text);
  }

  @Test
  void lineOf64MegabytesIsRejectedInA64MegabyteHeap() throws Exception {
    byte[] megabyte = "x".repeat(1024 * 1024).getBytes(UTF_8);
    int before = server.messages().size();
    server.sendBytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"x\":\"".getBytes(UTF_8));
    for (int i = 0; i < 64; i++) {
      server.sendBytes(megabyte);
    }
    server.send("\"}");
    server.awaitMessages(before + 1);
    JsonNode answer = server.messages().get(before);
    assertError(answer, "1", -32600);
    assertThat(answer.path("error").path("message").asString()).contains("too large");
  }
}
