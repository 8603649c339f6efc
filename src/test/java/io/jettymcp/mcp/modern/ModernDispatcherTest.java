package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.McpJson;
import io.modelcontextprotocol.spec.McpError;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ModernDispatcherTest {
  private final FakeModernService service = new FakeModernService();
  private final ModernDispatcher dispatcher =
      new ModernDispatcher(service, "alice", new Subscriptions());

  private ModernRequest request(String method, String params) {
    return new ModernRequest(dispatcher, method, params);
  }

  private ModernRequest request(String method) {
    return request(method, "{" + ModernRequest.META + "}");
  }

  private static JsonNode json(String text) {
    return McpJson.mapper().readTree(text);
  }

  private static ObjectNode withText(String text) {
    return Json.object().put("text", text);
  }

  @Nested
  class Era {
    @Test
    void revisionInMetaIsModern() {
      assertThat(ModernDispatcher.isModern("ping", json("{" + ModernRequest.META + "}"))).isTrue();
    }

    @Test
    void discoverIsModernWithoutMeta() {
      assertThat(ModernDispatcher.isModern("server/discover", null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{}", "{\"_meta\":{}}", "{\"_meta\":7}", "{\"_meta\":{\"progressToken\":1}}"})
    void otherRequestsAreLegacy(String params) {
      assertThat(ModernDispatcher.isModern("tools/call", json(params))).isFalse();
    }
  }

  @Nested
  class Meta {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"_meta\":{}}",
          "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7}}",
          "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
          """
          {"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
           "io.modelcontextprotocol/clientCapabilities":[]}}""",
          """
          {"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
           "io.modelcontextprotocol/clientCapabilities":{},
           "io.modelcontextprotocol/logLevel":"loud"}}"""
        })
    void incompleteMetaIsInvalid(String params) {
      assertThat(request("tools/call", params).errorCode()).isEqualTo(-32602);
    }

    @Test
    void otherRevisionIsAnsweredWithTheSupportedOnes() {
      String params =
          """
          {"_meta":{"io.modelcontextprotocol/protocolVersion":"1900-01-01",
           "io.modelcontextprotocol/clientCapabilities":{}}}""";
      McpError error = request("tools/call", params).error();
      assertThat(error.getJsonRpcError().code()).isEqualTo(-32022);
      assertThat(json(String.valueOf(error.getJsonRpcError().data())))
          .isEqualTo(
              json(
                  """
                  {"supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"],
                   "requested":"1900-01-01"}"""));
    }
  }

  @Nested
  class Discover {
    private JsonNode result() {
      return json(
          dispatcher.accept("server/discover", json("{" + ModernRequest.META + "}")).discovery());
    }

    @Test
    void namesRevisionsOfBothErasNewestFirst() {
      assertThat(result().path("supportedVersions").values().stream().map(JsonNode::stringValue))
          .containsExactly("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    }

    @Test
    void describesTheServer() {
      assertThat(result().path("resultType").stringValue()).isEqualTo("complete");
      assertThat(result().path("instructions").stringValue()).isEqualTo("Read me.");
      assertThat(result().path("cacheScope").stringValue()).isEqualTo("private");
      assertThat(result().path("ttlMs").intValue()).isPositive();
      JsonNode server = result().at("/_meta/io.modelcontextprotocol~1serverInfo");
      assertThat(server.path("name").stringValue()).isEqualTo("jetty-mcp");
      assertThat(server.path("version").stringValue()).isEqualTo("1.2.3");
    }

    @Test
    void needsMeta() {
      assertThatThrownBy(() -> dispatcher.accept("server/discover", null))
          .isInstanceOf(McpError.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe",
        "tasks/list",
        "tasks/result",
        "no/such"
      })
  void removedAndUnknownMethodsDoNotExist(String method) {
    assertThat(request(method).errorCode()).isEqualTo(-32601);
  }

  @Test
  void resultIsMarkedCompleteAndNamesTheServer() {
    ObjectNode result = request("tools/call").result();
    assertThat(result.path("resultType").stringValue()).isEqualTo("complete");
    assertThat(result.at("/_meta/io.modelcontextprotocol~1serverInfo/name").stringValue())
        .isEqualTo("jetty-mcp");
    assertThat(result.has("ttlMs")).isFalse();
  }

  @Test
  void listHasCachingHints() {
    ObjectNode result = request("tools/list").result();
    assertThat(result.path("ttlMs").intValue()).isEqualTo(300_000);
    assertThat(result.path("cacheScope").stringValue()).isEqualTo("private");
  }

  @Test
  void resultOfARetryIsNotToBeKept() {
    String params = "{\"inputResponses\":{}," + ModernRequest.META + "}";
    assertThat(request("tools/list", params).result().path("ttlMs").intValue()).isZero();
  }

  @Test
  void extensionMustBeDeclaredInTheRequest() {
    service.methods.put(
        "tasks/get",
        ModernMethod.of((params, call) -> Mono.just(withText("x"))).requiring(Extensions.TASKS));
    McpError error = request("tasks/get").error();
    assertThat(error.getJsonRpcError().code()).isEqualTo(-32021);
    assertThat(json(String.valueOf(error.getJsonRpcError().data())))
        .isEqualTo(
            json(
                """
                {"requiredCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}}"""));
    String declared = ModernRequest.meta("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
    assertThat(request("tasks/get", "{" + declared + "}").result().path("text").stringValue())
        .isEqualTo("x");
  }

  @Test
  void unknownResourceIsAnInvalidParamWithItsUri() {
    service.methods.put(
        "resources/read",
        ModernMethod.of(
            (params, call) -> Mono.error(McpError.builder(-32002).message("Unknown").build())));
    McpError error =
        request("resources/read", "{\"uri\":\"jetty://x\"," + ModernRequest.META + "}").error();
    assertThat(error.getJsonRpcError().code()).isEqualTo(-32602);
    assertThat(error.getJsonRpcError().data()).isEqualTo(Json.object().put("uri", "jetty://x"));
  }

  @Test
  void handlerThatMayNotAskCannotAsk() {
    ObjectNode question = Json.object().put("method", "elicitation/create");
    question.putObject("params").put("message", "Sure?").putObject("requestedSchema");
    service.methods.put(
        "tools/list",
        ModernMethod.of(
            (params, call) -> call.ask(Map.of("k", question)).map(answers -> Json.object())));
    String params = "{" + ModernRequest.meta("{\"elicitation\":{}}") + "}";
    assertThatThrownBy(request("tools/list", params)::result)
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void preparedListIsCompleted() {
    ModernDispatcher prepared =
        new ModernDispatcher(
            new PrecomputedModernService("1.2.3", "", true, () -> service),
            "alice",
            new Subscriptions());
    JsonNode params = json("{" + ModernRequest.META + "}");
    Optional<String> result = prepared.accept("tools/list", params).prepared();
    JsonNode list = json(result.orElseThrow());
    assertThat(list.path("resultType").stringValue()).isEqualTo("complete");
    assertThat(list.path("tools").size()).isGreaterThan(40);
    assertThat(list.path("cacheScope").stringValue()).isEqualTo("private");
    assertThat(prepared.accept("tools/call", params).prepared()).isEmpty();
  }
}
