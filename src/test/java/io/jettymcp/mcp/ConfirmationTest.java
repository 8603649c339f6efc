package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
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
        .containsExactly(
            "Delete a task (collection \"acme\", task \"hello\")? This cannot be undone.");
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
