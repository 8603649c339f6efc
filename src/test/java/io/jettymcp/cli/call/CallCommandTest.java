package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CallCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture().simulated();
  private String stdin = "";

  private CliFixture.Ended call(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "call";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return cli.run(new CallCommand(() -> stdin.getBytes(StandardCharsets.UTF_8), cli.secrets), all);
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
  void failedRunIsNoError() {
    CliFixture.Ended ended =
        call(
            "create-task",
            """
            {"name":"broken","skip_validation":true,"workflow":{"init_params":{},\
            "step_configs":{"a":{"activity":"text_echo","text_path":"nowhere.x"}},\
            "steps":["a"]}}""");
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{} {}", "nonsense", "{\"a\":}"})
  void invalidJsonIsAUsageError(String json) {
    CliFixture.Ended ended = call("list-tasks", json);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("The arguments are not valid JSON (line 1, column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"x\"", "null"})
  void argumentsMustBeAnObject(String json) {
    CliFixture.Ended ended = call("list-tasks", json);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("The arguments must be a JSON object");
  }

  @Test
  void emptyStdinIsAUsageError() {
    CliFixture.Ended ended = call("list-tasks", "-");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("must be a JSON object");
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
    assertThat(ended.err()).contains("Not done").contains("--yes");
    assertThat(call("delete-task", "{\"task\":\"test-echo\"}", "--yes").exit()).isZero();
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
