package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.HostSession;
import io.jettymcp.mcp.WireLog;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asking before something is destroyed. */
class ConfirmationTest {
  private static final String PATH = "/api/v1/tasks/acme/hello";
  private static final Tool DELETE = ToolCallsFixture.destroys();

  private static final Tool CHANGES_A_LOT =
      ToolCallsFixture.tool("change")
          .effect(Effect.OVERWRITE)
          .takes(Param.names("names", "", 9))
          .runs(
              call ->
                  call.confirm("change 99 things")
                      .then(Mono.fromSupplier(() -> Result.of(Json.object()))));

  private final ToolCallsFixture fixture = new ToolCallsFixture();

  @BeforeEach
  void aTask() {
    fixture.jetty.answers(PATH, "{}");
  }

  @Test
  void questionNamesWhatIsDeleted() {
    FakeClient client = FakeClient.confirming(Mono.just(true));
    assertThat(fixture.answer(DELETE, "{\"task\":\"hello\"}", client).isError()).isFalse();
    assertThat(client.questions)
        .containsExactly("Delete task \"hello\" in acme? This cannot be undone.");
    assertThat(fixture.jetty.sent).contains(PATH);
  }

  @Test
  void declinedConfirmationSendsNothing() {
    ToolResponse answer =
        fixture.answer(DELETE, "{\"task\":\"hello\"}", FakeClient.confirming(Mono.just(false)));
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("The user declined").contains("Nothing was changed");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @Test
  void confirmNeverSkipsTheQuestion() {
    fixture.confirm = false;
    assertThat(fixture.answer(DELETE, "{\"task\":\"hello\"}").isError()).isFalse();
  }

  @Test
  void failedQuestionSendsNothing() {
    ToolResponse answer =
        fixture.answer(
            DELETE,
            "{\"task\":\"hello\"}",
            FakeClient.confirming(Mono.error(new IllegalStateException("no dialog"))));
    assertThat(answer.text()).contains("Not done").contains("--yes");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"action\":\"cancel\"} | the user closed the question without an answer (cancel)",
        "{\"action\":\"ok\"} | the answer of the host to the question is malformed",
        "{\"action\":\"accept\"} | is malformed: it accepts without content",
        "{\"action\":\"accept\",\"content\":{}} | is malformed: it has no \"confirm\"",
        "{\"action\":\"accept\",\"content\":{\"confirm\":\"yes\"}} | its \"confirm\" has the wrong"
            + " type",
        "{\"action\":\"accept\",\"content\":7} | is malformed: it is no result of that method",
        "7 | is malformed: it has no action"
      })
  void answerOfNoUserSaysWhatItWasAndHowToGoOn(String reply, String cause) {
    assertUnanswered(id -> WireLog.response(id, reply), cause);
  }

  @Test
  void errorOfTheHostIsNoAnswerOfTheUser() {
    assertUnanswered(
        id ->
            McpSchema.JSONRPCResponse.error(
                id, new McpSchema.JSONRPCResponse.JSONRPCError(-32601, "Method not found")),
        "the host answered the question with an error (-32601: Method not found)");
  }

  private void assertUnanswered(Function<Object, McpSchema.JSONRPCResponse> reply, String cause) {
    HostSession host = host(reply);
    JsonNode result = host.result("tools/call", CALL);
    assertThat(result.path("isError").booleanValue()).isTrue();
    assertThat(result.path("content").path(0).path("text").stringValue())
        .startsWith("Not done: this call would permanently delete task \"hello\" in acme")
        .contains(cause, "Nothing was changed.", "--confirm never", "jetty-mcp call delete-task")
        .endsWith("--yes")
        .doesNotContain("declined");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @Test
  void untickedConfirmationIsARefusal() {
    HostSession host =
        host(id -> WireLog.response(id, "{\"action\":\"accept\",\"content\":{\"confirm\":false}}"));
    assertThat(host.result("tools/call", CALL).toString()).contains("The user declined");
  }

  @Test
  void cancelledCallClosesItsQuestion() {
    HostSession host = host(id -> WireLog.response("another", "{}"));
    Disposable call = host.start("tools/call", CALL).subscribe();
    JsonNode question = host.wire.last();
    assertThat(question.path("method").stringValue()).isEqualTo("elicitation/create");
    call.dispose();
    assertThat(host.wire.sent).hasSize(2);
    assertThat(host.wire.last().path("method").stringValue()).isEqualTo("notifications/cancelled");
    assertThat(host.wire.last().path("params").path("requestId")).isEqualTo(question.path("id"));
  }

  @Test
  void questionIsClosedAfterTenMinutes() {
    HostSession host = host(id -> WireLog.response("another", "{}"));
    StepVerifier.withVirtualTime(() -> host.start("tools/call", CALL))
        .thenAwait(Duration.ofMinutes(10))
        .verifyComplete();
    assertThat(host.wire.sent)
        .extracting(message -> message.path("method").asString(""))
        .containsExactly("elicitation/create", "notifications/cancelled", "");
    assertThat(host.wire.last().toString()).contains("had no answer within 10 minutes");
  }

  private static final String CALL =
      "{\"name\":\"delete-task\",\"arguments\":{\"task\":\"hello\"}}";

  private HostSession host(Function<Object, McpSchema.JSONRPCResponse> reply) {
    HostSession host = new HostSession(fixture.calls(DELETE), "2025-11-25", "{\"elicitation\":{}}");
    host.wire.reply = reply;
    return host;
  }

  @Test
  void nameCannotImitateAnotherArgument() {
    FakeClient client = FakeClient.confirming(Mono.just(false));
    fixture.answer(DELETE, "{\"task\":\"old\\\"), collection (\\\"sandbox\"}", client);
    assertThat(client.questions.get(0)).contains("task \"old\\\"), collection (\\\"sandbox\"");
  }

  @Test
  void longNameDoesNotHideOtherArguments() {
    FakeClient client = FakeClient.confirming(Mono.just(false));
    fixture.answer(DELETE, "{\"task\":\"%s\"}".formatted("t".repeat(255)), client);
    assertThat(client.questions.get(0)).contains("acme").hasSizeLessThan(250);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "it's", "a \"b\" $(reboot) `x` !", "größe & co; rm"})
  void errorNamesTheShellCommandIfTheHostCannotAsk(String name) throws Exception {
    ToolResponse answer =
        fixture.answer(
            DELETE, "{\"task\":%s}".formatted(JsonMapper.shared().writeValueAsString(name)));
    assertThat(answer.isError()).isTrue();
    assertThat(fixture.jetty.sent).isEmpty();
    String command = answer.text().substring(answer.text().indexOf("jetty-mcp call"));
    assertThat(arguments(command))
        .containsExactly("call", "delete-task", arguments(name, "acme"), "--yes");
  }

  @Test
  void callCanAskBeforeItDoesALot() {
    FakeClient client = FakeClient.confirming(Mono.just(true));
    assertThat(fixture.answer(CHANGES_A_LOT, "{\"names\":[\"a\",\"b\"]}", client).isError())
        .isFalse();
    assertThat(client.questions).containsExactly("Change 99 things?");
    FakeClient declining = FakeClient.confirming(Mono.just(false));
    ToolResponse declined = fixture.answer(CHANGES_A_LOT, "{}", declining);
    assertThat(declined.isError()).isTrue();
    assertThat(declined.text()).contains("The user declined: change 99 things.");
  }

  @Test
  void callThatCannotAskNamesTheShellCommand() {
    ToolResponse answer = fixture.answer(CHANGES_A_LOT, "{\"names\":[\"a\",\"b\"]}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text())
        .contains(
            "this call would change 99 things, and this host cannot ask",
            "jetty-mcp call change '{\"collection\":\"acme\",\"names\":[\"a\",\"b\"]}' --yes");
  }

  @Test
  void confirmNeverLeavesTheQuestionOfACallToTheHost() {
    fixture.confirm = false;
    assertThat(fixture.answer(CHANGES_A_LOT, "{}").isError()).isFalse();
  }

  private static String arguments(String task, String collection) {
    return "{\"collection\":\"%s\",\"task\":%s}"
        .formatted(collection, JsonMapper.shared().writeValueAsString(task));
  }

  /** Returns the arguments that a shell would pass for this line. */
  private static String[] arguments(String command) throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "jetty() { printf '%s\\n' \"$@\"; }; " + command.replaceFirst("jetty-mcp", "jetty"))
            .start();
    byte[] out = shell.getInputStream().readAllBytes();
    assertThat(shell.waitFor()).isZero();
    return new String(out, StandardCharsets.UTF_8).split("\n");
  }
}
