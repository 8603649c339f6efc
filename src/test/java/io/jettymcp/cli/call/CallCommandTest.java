package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import io.jettymcp.cli.terminal.Terminal;
import io.jettymcp.config.GeneralSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CallCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture().simulated();
  private String stdin = "";
  private final FakeDialog dialog = new FakeDialog();

  private CliFixture.Ended call(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "call";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return cli.run(
        new CallCommand(() -> stdin.getBytes(StandardCharsets.UTF_8), dialog, cli.secrets), all);
  }

  @Test
  void structuredResultIsPrintedAsJson() {
    CliFixture.Ended ended = call("list-tasks", "{\"limit\":1}");
    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(JsonMapper.shared().readTree(ended.out()).path("returned").intValue()).isEqualTo(1);
    assertThat(ended.out()).startsWith("{\n  \"tasks\"").endsWith("}\n");
  }

  @Test
  void argumentsAreOptional() {
    assertThat(call("whoami").exit()).isZero();
  }

  @Test
  void dashReadsArgumentsFromStdin() {
    stdin = "\uFEFF{\"task\":\"test-echo\"}\n";
    CliFixture.Ended ended = call("get-task", "-");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("\"name\" : \"test-echo\"");
  }

  @Test
  void errorResultGoesToStderr() {
    CliFixture.Ended ended = call("get-task", "{\"task\":\"no-such-task\"}");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("Not found", "list-tasks");
  }

  @Test
  void disabledToolIsNotReportedAsUnknown() {
    CliFixture.Ended ended = call("delete-task", "{\"task\":\"test-echo\"}", "--read-only");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("Tool \"delete-task\" is disabled by flag --read-only.");
  }

  @Test
  void argumentsAreTypedBareOrByName() {
    CliFixture.Ended ended = call("get-task", "test-echo", "step=echo");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("text_echo");
  }

  @Test
  void runThatEndedBadlyIsExit3() {
    CliFixture.Ended ended = call("run-task-sync", "broken-judge");
    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.out()).contains("\"status\" : \"failed\"");
  }

  @Test
  void runThatGoesOnIsExit4() {
    CliFixture.Ended ended = call("run-task-sync", "test-echo", "wait_seconds=0");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
    assertThat(ended.out()).contains("\"finished\" : false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "task=null", "taks=x", "", "limit=many"})
  void wrongArgumentsAreUsageErrors(String argument) {
    CliFixture.Ended ended = call("list-trajectories", argument);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("jetty-mcp: list-trajectories: ");
  }

  @Test
  void missingArgumentNamesTheHelpOfTheTool() {
    assertThat(call("get-task").err())
        .isEqualTo(
            "jetty-mcp: get-task: \"task\" is missing. Help: jetty-mcp call get-task --help\n");
  }

  @Test
  void helpExplainsTheTool() {
    assertThat(call("get-task", "--help").out()).startsWith("get-task: Show a task (reads)\n");
    assertThat(call("--help").out()).startsWith("Usage: jetty-mcp call [OPTIONS] TOOL");
  }

  @Test
  void visibleSecretIsMentionedAndNotPrinted() {
    CliFixture.Ended ended = call("set-env-var", "API_KEY", "value=hunter2hunter2");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("can see \"value\" in the list of processes");
    assertThat(ended.out() + ended.err()).doesNotContain("hunter2");
    stdin = "hunter2hunter2\n";
    assertThat(call("set-env-var", "API_KEY", "value=-").err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-runs", "list_runs", "runs"})
  void nameThatPeopleSaySuggestsTheTool(String name) {
    assertThat(call(name).err()).contains("Did you mean \"list-trajectories\"?");
  }

  @Test
  void unknownCollectionErrorNamesTheOthers() {
    cli.environment.put("JETTY_COLLECTION", "foo");
    CliFixture.Ended ended = call("list-tasks");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains("no collection \"foo\"", "acme")
        .endsWith("Next: jetty-mcp call list-collections" + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "Y", " yes "})
  void personAtATerminalConfirms(String answer) {
    dialog.answers(answer);
    CliFixture.Ended ended = call("delete-task", "test-echo");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(dialog.questions())
        .isEqualTo("Delete task \"test-echo\" in acme? This cannot be undone. [y/N] ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "yep"})
  void anythingElseDeclines(String answer) {
    dialog.answers(answer);
    CliFixture.Ended ended = call("delete-task", "test-echo");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("The user declined");
  }

  @Test
  void endOfInputDeclines() {
    dialog.answers();
    assertThat(call("delete-task", "test-echo").err()).contains("The user declined");
  }

  @Test
  void argumentIsNamedAfterAToolWhoseNameLooksLikeASecret() {
    assertThat(call("check-secrets", "runbook=---\nversion: 1\n").err())
        .startsWith("jetty-mcp: check-secrets: \"runbook\", line 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{} {}", "{\"a\":}"})
  void invalidJsonIsAUsageError(String json) {
    CliFixture.Ended ended = call("list-tasks", json);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("The arguments are not valid JSON (line 1, column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"x\"", "null"})
  void otherJsonIsNoArgument(String json) {
    CliFixture.Ended ended = call("list-tasks", json);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("list-tasks requires no argument. Write the others as");
  }

  @Test
  void emptyStdinIsAUsageError() {
    CliFixture.Ended ended = call("list-tasks", "-");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("The arguments must be a JSON object");
  }

  @Test
  void unknownToolIsAUsageErrorWithTheNearestName() {
    CliFixture.Ended ended = call("list-task");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("Unknown tool \"list-task\". Did you mean \"list-tasks\"?");
  }

  @Test
  void deletionNeedsTheYesFlag() {
    CliFixture.Ended ended = call("delete-task", "{\"task\":\"test-echo\"}");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains("Not done", "there is no terminal to ask at", "Add --yes")
        .doesNotContain("host");
    assertThat(call("delete-task", "{\"task\":\"test-echo\"}", "--yes").exit()).isZero();
  }

  @Test
  void progressIsNotDrawnWhereTheLogWouldDestroyIt() {
    Terminal live = new Terminal(true, true, 80, 24, false, true);
    assertThat(ToolCall.isDrawn(live, cli.settings(Map.of()))).isTrue();
    assertThat(ToolCall.isDrawn(live, cli.settings(Map.of(GeneralSettings.LOG_LEVEL, "debug"))))
        .isFalse();
    assertThat(ToolCall.isDrawn(Terminal.NONE, cli.settings(Map.of()))).isFalse();
  }

  @Test
  void progressGoesToStderr() {
    CliFixture.Ended ended =
        call("run-task-sync", "{\"task\":\"test-echo\",\"init_params\":{\"text\":\"hi\"}}");
    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isNotBlank();
    assertThat(JsonMapper.shared().readTree(ended.out()).path("status").stringValue())
        .isEqualTo("completed");
  }

  @Test
  void missingTokenErrorNamesTheThreeWays() {
    cli.environment.put("JETTY_API_URL", "http://127.0.0.1:9");
    CliFixture.Ended ended = call("list-collections", "{}", "--retries", "0");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
  }
}
