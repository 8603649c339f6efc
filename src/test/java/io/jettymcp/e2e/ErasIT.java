package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.modern.ModernRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Both eras of MCP in one process: what a tool, a prompt or a resource says is the same. */
@Timeout(120)
class ErasIT {
  @TempDir static Path directory;
  private static ServerProcess server;
  private static int lastId;

  @BeforeAll
  static void begin() throws IOException {
    server = Program.in(directory).simulated().serve();
    // A modern request before any initialize.
    assertThat(modern("server/discover", "").at("/result/supportedVersions").size()).isEqualTo(5);
    server.initialize();
  }

  @AfterAll
  static void endWell() throws Exception {
    try (ServerProcess ending = server) {
      ending.end();
    }
  }

  private static JsonNode legacy(String method, String members) throws IOException {
    return answer(method, "{" + members + "}");
  }

  private static JsonNode modern(String method, String members) throws IOException {
    return answer(
        method, "{" + members + (members.isEmpty() ? "" : ",") + ModernRequest.META + "}");
  }

  private static JsonNode answer(String method, String params) throws IOException {
    String id = String.valueOf(1_000 + lastId++);
    server.request(id, method, params);
    return server.answer(id);
  }

  /** Returns a result without what the modern era adds. */
  private static ObjectNode common(JsonNode answer) {
    assertThat(answer.has("result")).as("%s", answer).isTrue();
    ObjectNode result = (ObjectNode) answer.path("result").deepCopy();
    return result.remove(List.of("resultType", "ttlMs", "cacheScope", "_meta"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tools/list|~~",
        "prompts/list|~~",
        "resources/list|~~",
        "resources/templates/list|~~",
        "resources/read|\"uri\":\"jetty://acme/test-echo\"",
        "prompts/get|\"name\":\"write-task\",\"arguments\":{\"goal\":\"g\"}",
        "completion/complete|\"ref\":{\"type\":\"ref/prompt\",\"name\":\"debug-last-failure\"},"
            + "\"argument\":{\"name\":\"task\",\"value\":\"te\"}",
        "tools/call|\"name\":\"whoami\"",
        "tools/call|\"name\":\"get-task\",\"arguments\":{\"collection\":\"acme\",\"task\":\"test-echo\"}",
        "tools/call|\"name\":\"get-task\",\"arguments\":{\"tusk\":\"test-echo\"}",
        "tools/call|\"name\":\"delete-task\",\"arguments\":{\"task\":\"test-echo\",\"collection\":\"acme\"}"
      })
  void resultsAreTheSame(String method, String members) throws IOException {
    String params = members == null ? "" : members;
    JsonNode modern = modern(method, params);
    assertThat(common(modern)).isEqualTo(common(legacy(method, params)));
    assertThat(modern.at("/result/resultType").stringValue()).isEqualTo("complete");
  }

  @Test
  void errorsDifferWhereTheErasDo() throws IOException {
    assertThat(legacy("resources/read", "\"uri\":\"nowhere://x\"").at("/error/code").intValue())
        .isEqualTo(-32002);
    JsonNode modern = modern("resources/read", "\"uri\":\"nowhere://x\"");
    assertThat(modern.at("/error/code").intValue()).isEqualTo(-32602);
    assertThat(modern.at("/error/data/uri").stringValue()).isEqualTo("nowhere://x");
  }

  @Test
  void listOfToolsIsTheSameForAllRequests() throws IOException {
    JsonNode list = modern("tools/list", "").path("result");
    String able =
        "{"
            + ModernRequest.meta("{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{}}")
            + "}";
    assertThat(answer("tools/list", able).path("result")).isEqualTo(list);
  }
}
