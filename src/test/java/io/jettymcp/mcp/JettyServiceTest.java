package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.guide.Guide;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.mcp.legacy.LegacyJettyService;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The protocol as a host speaks it, method by method. */
class JettyServiceTest {
  private static final JsonMapper JSON = McpJson.mapper();

  private final ToolCallsFixture fixture = new ToolCallsFixture();
  private final Sinks.One<Result> end = Sinks.one();
  private int calls;

  private final Tool progresses =
      ToolCallsFixture.tool("progress")
          .runs(
              call -> {
                call.progress("one");
                call.progress("two");
                return end.asMono().doOnNext(result -> call.progress("three"));
              });

  private WireLog session(Tool... tools) {
    return new WireLog(
        new LegacyJettyService(
            new Operations(fixture.calls(tools)), "1.2.3", Guide.instructions(true)));
  }

  private WireLog initialized(String capabilities, Tool... tools) {
    WireLog session = session(tools);
    initialize(session, "2025-11-25", capabilities);
    session.sent.clear();
    return session;
  }

  private JsonNode initialize(WireLog session, String revision, String capabilities) {
    request(
        session,
        "initialize",
        """
        {"protocolVersion":"%s","capabilities":%s,"clientInfo":{"name":"h",\
        "version":"1"}}"""
            .formatted(revision, capabilities));
    return session.last().path("result");
  }

  private void request(WireLog session, String method, String params) {
    start(session, method, params).block(Duration.ofSeconds(10));
  }

  private Mono<Void> start(WireLog session, String method, String params) {
    return session.handle(
        new McpSchema.JSONRPCRequest(
            method, "id-" + calls++, JSON.readValue(params, Object.class)));
  }

  private JsonNode answer(WireLog session, String method, String params) {
    request(session, method, params);
    return session.last();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "2026-07-28, 2025-11-25",
    "1999-01-01, 2025-11-25"
  })
  void requestedRevisionIsUsedIfKnown(String requested, String negotiated) {
    assertThat(initialize(session(), requested, "{}").path("protocolVersion").stringValue())
        .isEqualTo(negotiated);
  }

  @Test
  void initializeDeclaresToolsAndServerInfo() {
    JsonNode hello = initialize(session(), "2025-11-25", "{}");
    assertThat(hello.path("capabilities").toString())
        .isEqualTo(
            """
            {"extensions":{"io.modelcontextprotocol/skills":{"directoryRead":true}},\
            "resources":{"subscribe":false,"listChanged":false},"tools":{"listChanged":false}}""");
    assertThat(hello.path("serverInfo").path("name").stringValue()).isEqualTo("jetty-mcp");
    assertThat(hello.path("serverInfo").path("version").stringValue()).isEqualTo("1.2.3");
    assertThat(hello.path("instructions").stringValue()).hasSizeBetween(200, 1_999);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"cursor\":null}", "null"})
  void toolsListHasOnePage(String params) {
    WireLog session = initialized("{}", Catalog.ALL.toArray(Tool[]::new));
    JsonNode listed = answer(session, "tools/list", params).path("result");
    assertThat(listed.path("tools")).hasSameSizeAs(Catalog.ALL);
    assertThat(listed.has("nextCursor")).isFalse();
  }

  @Test
  void textAndStructuredContentHaveTheSameData() {
    fixture.jetty.answers("/data", "{\"a\":[1,\"é\"]}");
    WireLog session = initialized("{}", ToolCallsFixture.shows());
    JsonNode result = answer(session, "tools/call", "{\"name\":\"show\"}").path("result");
    assertThat(result.path("isError").booleanValue()).isFalse();
    assertThat(result.path("content")).hasSize(1);
    JsonNode text = JSON.readTree(result.path("content").path(0).path("text").stringValue());
    assertThat(text).isEqualTo(result.path("structuredContent"));
    assertThat(text.toString()).isEqualTo("{\"data\":{\"a\":[1,\"é\"]}}");
  }

  @Test
  void errorHasTextOnly() {
    WireLog session = initialized("{}", ToolCallsFixture.shows());
    JsonNode result = answer(session, "tools/call", "{\"name\":\"show\"}").path("result");
    assertThat(result.path("isError").booleanValue()).isTrue();
    assertThat(result.has("structuredContent")).isFalse();
    assertThat(result.path("content").path(0).path("text").stringValue()).contains("Not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":7}",
        "{\"name\":null}",
        "null",
        "[]",
        "{\"name\":\"show\",\"arguments\":[1]}",
        "{\"name\":\"show\",\"arguments\":\"x\"}",
        "{\"name\":\"show\",\"arguments\":\"{\\\"a\\\":NaN}\"}",
        "{\"name\":\"show\",\"arguments\":3}"
      })
  void misuseOfTheProtocolIsAnError(String params) {
    WireLog session = initialized("{}", ToolCallsFixture.shows());
    assertThat(answer(session, "tools/call", params).path("error").path("code").intValue())
        .isEqualTo(-32602);
  }

  @Test
  void unknownToolNamesTheNearest() {
    WireLog session = initialized("{}", ToolCallsFixture.destroys());
    JsonNode error = answer(session, "tools/call", "{\"name\":\"delete_tasks\"}").path("error");
    assertThat(error.path("code").intValue()).isEqualTo(-32602);
    assertThat(error.path("message").stringValue())
        .isEqualTo("Unknown tool. Did you mean \"delete-task\"?");
  }

  @Test
  void argumentsMayBeJsonText() {
    fixture.jetty.answers("/api/v1/tasks/acme/hello", "{}");
    fixture.confirm = false;
    WireLog session = initialized("{}", ToolCallsFixture.destroys());
    JsonNode answer =
        answer(
            session,
            "tools/call",
            "{\"name\":\"delete-task\",\"arguments\":\" {\\\"task\\\":\\\"hello\\\"} \"}");
    assertThat(answer.path("result").path("structuredContent").toString())
        .isEqualTo("{\"note\":\"gone\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"arguments\":null",
        ",\"arguments\":{}",
        ",\"arguments\":[]",
        ",\"arguments\":\"\"",
        ",\"arguments\":\"null\""
      })
  void argumentsAreOptional(String arguments) {
    fixture.jetty.answers("/data", "1");
    WireLog session = initialized("{}", ToolCallsFixture.shows());
    assertThat(
            answer(session, "tools/call", "{\"name\":\"show\"%s}".formatted(arguments))
                .path("result")
                .path("isError")
                .booleanValue())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"abc\"",
        "7",
        "0",
        "-3",
        "1.5",
        "-0.25",
        "9007199254740993",
        "123456789012345678901234567890",
        "1%s",
        "\"\""
      })
  void progressKeepsTheTokensTypeAndIncreases(String form) {
    String token = form.formatted("0".repeat(400));
    end.tryEmitValue(Result.of(Json.object()));
    WireLog session = initialized("{}", progresses);
    request(session, "tools/call", withToken(token));
    assertThat(session.sent)
        .extracting(sent -> sent.path("method").asString("answer"))
        .containsExactly(
            "notifications/progress", "notifications/progress", "notifications/progress", "answer");
    for (int i = 0; i < 3; i++) {
      JsonNode params = session.sent.get(i).path("params");
      assertThat(params.path("progressToken").toString()).isEqualTo(token);
      assertThat(params.path("progress").intValue()).isEqualTo(i + 1);
    }
    assertThat(session.sent.get(2).path("params").path("message").stringValue()).isEqualTo("three");
  }

  private static String withToken(String token) {
    return "{\"name\":\"progress\",\"_meta\":{\"progressToken\":%s}}".formatted(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "{}", "[1]", "1e400"})
  void invalidProgressTokenGetsNoProgress(String token) {
    end.tryEmitValue(Result.of(Json.object()));
    WireLog session = initialized("{}", progresses);
    request(session, "tools/call", withToken(token));
    assertThat(session.sent).hasSize(1);
  }

  @Test
  void noProgressAfterCancellationOrResponse() {
    List<io.jettymcp.tool.Call> leaked = new CopyOnWriteArrayList<>();
    Tool leaks =
        ToolCallsFixture.tool("progress")
            .runs(
                call -> {
                  leaked.add(call);
                  return end.asMono();
                });
    WireLog session = initialized("{}", leaks);
    Disposable cancelled = start(session, "tools/call", withToken("1")).subscribe();
    cancelled.dispose();
    leaked.get(0).progress("too late");
    assertThat(session.sent).isEmpty();
    end.tryEmitValue(Result.of(Json.object()));
    request(session, "tools/call", withToken("2"));
    leaked.get(1).progress("too late");
    assertThat(session.sent).hasSize(1);
  }

  @Test
  void concurrentProgressIncreases() {
    Tool chatters =
        ToolCallsFixture.tool("progress")
            .runs(
                call ->
                    Flux.range(0, 500)
                        .parallel(4)
                        .runOn(Schedulers.parallel())
                        .doOnNext(i -> call.progress("n" + i))
                        .sequential()
                        .then(Mono.just(Result.of(Json.object()))));
    WireLog session = initialized("{}", chatters);
    request(session, "tools/call", withToken("1"));
    assertThat(session.sent).hasSize(501);
    for (int i = 0; i < 500; i++) {
      assertThat(session.sent.get(i).path("params").path("progress").intValue()).isEqualTo(i + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"elicitation\":{}} | true",
        "{\"elicitation\":{\"form\":{}}} | true",
        "{\"elicitation\":{\"form\":{},\"url\":{}}} | true",
        "{\"elicitation\":{\"url\":{}}} | false",
        "{} | false"
      })
  void confirmationIsElicitedIfTheHostSupportsForms(String capabilities, boolean asks) {
    fixture.collection = Optional.empty();
    fixture.jetty.answers("/api/v1/collections/", "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
    fixture.jetty.answers("/data", "1");
    WireLog session = initialized(capabilities, ToolCallsFixture.shows());
    session.reply = id -> accepted(id, "{\"collection\":\"acme\"}");
    JsonNode result = answer(session, "tools/call", "{\"name\":\"show\"}").path("result");
    assertThat(result.path("isError").booleanValue()).isEqualTo(!asks);
    if (asks) {
      JsonNode question = session.sent.get(0);
      assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
      assertThat(question.path("params").path("requestedSchema").toString())
          .contains("\"enum\":[\"acme\",\"beta\"]")
          .contains("\"required\":[\"collection\"]");
    }
  }

  private static McpSchema.JSONRPCResponse accepted(Object id, String content) {
    return WireLog.response(id, "{\"action\":\"accept\",\"content\":%s}".formatted(content));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"action\":\"accept\",\"content\":{\"confirm\":true}} | true",
        "{\"action\":\"accept\",\"content\":{\"confirm\":false}} | false",
        "{\"action\":\"accept\",\"content\":{\"confirm\":\"true\"}} | false",
        "{\"action\":\"accept\",\"content\":{}} | false",
        "{\"action\":\"accept\"} | false",
        "{\"action\":\"decline\"} | false",
        "{\"action\":\"cancel\"} | false",
        "{\"action\":\"decline\",\"content\":{\"confirm\":true}} | false"
      })
  void onlyExplicitConfirmationDeletes(String reply, boolean done) {
    fixture.jetty.answers("/api/v1/tasks/acme/hello", "{}");
    WireLog session = initialized("{\"elicitation\":{}}", ToolCallsFixture.destroys());
    session.reply = id -> WireLog.response(id, reply);
    JsonNode result =
        answer(
                session,
                "tools/call",
                "{\"name\":\"delete-task\",\"arguments\":{\"task\":\"hello\"}}")
            .path("result");
    assertThat(result.path("isError").booleanValue()).isEqualTo(!done);
    assertThat(fixture.jetty.times("/api/v1/tasks/acme/hello")).isEqualTo(done ? 1 : 0);
  }

  @Test
  void refusedElicitationNamesTheShellCommand() {
    WireLog session = initialized("{\"elicitation\":{}}", ToolCallsFixture.destroys());
    session.reply =
        id ->
            new McpSchema.JSONRPCResponse(
                "2.0",
                id,
                null,
                new McpSchema.JSONRPCResponse.JSONRPCError(-32601, "no dialogs", null));
    JsonNode result =
        answer(
                session,
                "tools/call",
                "{\"name\":\"delete-task\",\"arguments\":{\"task\":\"hello\"}}")
            .path("result");
    assertThat(result.path("content").path(0).path("text").stringValue())
        .contains("Not done", "jetty-mcp call delete-task")
        .doesNotContain("Internal error in jetty-mcp");
  }
}
