package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Questions to people, as they stand on the wire. */
class QuestionFormsTest {
  private static final String BOTH = "{\"elicitation\":{\"form\":{},\"url\":{}}}";

  private final ToolCallsFixture fixture = new ToolCallsFixture();

  /** Asks for two texts and shows the answers. */
  private static Tool asks() {
    return ToolCallsFixture.tool("ask")
        .runs(
            call ->
                call.ask(
                        "The runbook needs two values.",
                        List.of(
                            new Question("topic", "What it is about"), new Question("size", "")))
                    .map(answers -> Result.of(Json.object().put("note", answers.toString()))));
  }

  /** Offers a page and goes on. */
  private static Tool offers() {
    return ToolCallsFixture.tool("offer")
        .runs(
            call ->
                call.offerPage("Set OPENAI_API_KEY", "https://jetty.io/acme")
                    .thenReturn(Result.of(Json.object().put("note", "went on"))));
  }

  private HostSession host(String capabilities) {
    HostSession host = new HostSession(fixture.calls(asks(), offers()), "2025-11-25", capabilities);
    // The environment is read beside the call; no question is asked before that.
    fixture.jetty.environment("acme");
    return host;
  }

  private static String note(HostSession host, String tool) {
    return host.result("tools/call", "{\"name\":\"%s\"}".formatted(tool))
        .path("structuredContent")
        .path("note")
        .asString();
  }

  @Test
  void stringsAreElicitedInOneForm() {
    HostSession host = host(BOTH);
    host.wire.reply =
        id ->
            WireLog.response(
                id, "{\"action\":\"accept\",\"content\":{\"topic\":\"sea\",\"size\":\"small\"}}");
    assertThat(note(host, "ask")).isEqualTo("{topic=sea, size=small}");
    JsonNode question = host.wire.sent.get(0);
    assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
    JsonNode params = question.path("params");
    assertThat(params.path("mode").stringValue()).isEqualTo("form");
    assertThat(params.path("message").stringValue()).isEqualTo("The runbook needs two values.");
    assertThat(params.path("requestedSchema").toString())
        .isEqualTo(
            """
            {"type":"object","required":["topic","size"],"properties":{"topic":{"type":"string",\
            "title":"topic","description":"What it is about"},"size":{"type":"string",\
            "title":"size"}}}""");
    assertThat(params.toString().split("\"mode\"", -1)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"decline\"}",
        "{\"action\":\"cancel\"}",
        "{\"action\":\"accept\",\"content\":{}}",
        "{\"action\":\"decline\",\"content\":{\"topic\":\"sea\"}}"
      })
  void unansweredFormReturnsNothing(String reply) {
    HostSession host = host(BOTH);
    host.wire.reply = id -> WireLog.response(id, reply);
    assertThat(note(host, "ask")).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"accept\"}",
        "{\"action\":\"accept\",\"content\":{\"topic\":7}}",
        "{\"action\":\"accept\",\"content\":\"sea\"}",
        "{\"action\":\"ok\",\"content\":{\"topic\":\"sea\"}}",
        "{\"content\":{\"topic\":\"sea\"}}",
        "{}",
        "\"accept\"",
        "null",
        "[]"
      })
  void malformedAnswerEndsTheCall(String reply) {
    HostSession host = host(BOTH);
    host.wire.reply = id -> WireLog.response(id, reply);
    JsonNode result = host.result("tools/call", "{\"name\":\"ask\"}");
    assertThat(result.path("isError").booleanValue()).isTrue();
    assertThat(result.path("content").path(0).path("text").asString())
        .startsWith("Nothing was done: the answer of the host to the question is malformed: it");
  }

  @Test
  void pageIsElicitedByUrl() {
    HostSession host = host(BOTH);
    host.wire.reply = id -> WireLog.response(id, "{\"action\":\"accept\"}");
    assertThat(note(host, "offer")).isEqualTo("went on");
    JsonNode params = host.wire.sent.get(0).path("params");
    assertThat(params.path("mode").stringValue()).isEqualTo("url");
    assertThat(params.path("url").stringValue()).isEqualTo("https://jetty.io/acme");
    assertThat(params.path("message").stringValue()).isEqualTo("Set OPENAI_API_KEY");
    assertThat(params.path("elicitationId").stringValue()).isNotBlank();
    assertThat(params.propertyNames())
        .containsExactlyInAnyOrder("mode", "message", "url", "elicitationId");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"elicitation\":{\"url\":{}}} | 1 | 0",
        "{\"elicitation\":{\"form\":{}}} | 0 | 1",
        "{\"elicitation\":{}} | 0 | 1",
        "{} | 0 | 0",
        "{\"elicitation\":{\"form\":{},\"url\":{}}} | 1 | 1"
      })
  void onlySupportedModesAreElicited(String capabilities, int pages, int forms) {
    HostSession host = host(capabilities);
    assertThat(note(host, "offer")).isEqualTo("went on");
    assertThat(host.wire.sent).hasSize(pages + 1);
    host.wire.sent.clear();
    assertThat(note(host, "ask")).isEqualTo("{}");
    assertThat(host.wire.sent).hasSize(forms + 1);
  }

  @Test
  void elicitationErrorIsIgnored() {
    HostSession host = host(BOTH);
    host.wire.reply =
        id ->
            new McpSchema.JSONRPCResponse(
                "2.0",
                id,
                null,
                new McpSchema.JSONRPCResponse.JSONRPCError(-32603, "no dialogs", Map.of()));
    assertThat(note(host, "ask")).isEqualTo("{}");
    assertThat(note(host, "offer")).isEqualTo("went on");
  }
}
