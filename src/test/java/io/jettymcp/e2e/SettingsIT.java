package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the effect of each setting on hosts. */
@Slow
@Timeout(120)
class SettingsIT {
  @RegisterExtension final Program program = new Program().simulated();

  private List<JsonNode> tools(String... arguments) throws Exception {
    try (ServerProcess server = program.serve(arguments)) {
      server.request("1", "tools/list", "{}");
      JsonNode tools = server.answer("1").path("result").path("tools");
      server.end();
      return StreamSupport.stream(tools.spliterator(), false).toList();
    }
  }

  private List<String> names(String... arguments) throws Exception {
    return tools(arguments).stream().map(tool -> tool.path("name").asString()).toList();
  }

  @Test
  void readOnlyKeepsOnlyReadingTools() throws Exception {
    List<JsonNode> tools = tools("--read-only");
    assertThat(tools)
        .isNotEmpty()
        .allMatch(tool -> tool.path("annotations").path("readOnlyHint").asBoolean());
    program.with("JETTY_READ_ONLY", "true");
    assertThat(tools()).isEqualTo(tools);
    assertThat(names("stdio", "--read-only=false")).contains("run-task");
  }

  @Test
  void disabledToolsCannotBeCalled() throws Exception {
    try (ServerProcess server = program.serve("stdio", "--read-only")) {
      server.begin("1", "delete-task", "{\"task\":\"test-echo\"}");
      assertThat(server.answer("1").path("error").path("code").asInt()).isEqualTo(-32602);
      assertThat(server.data("get-task", "{\"task\":\"test-echo\"}").path("name").asString())
          .isEqualTo("test-echo");
    }
  }

  @Test
  void toolsetsToolsAndExclusionsCombine() throws Exception {
    assertThat(names("--toolsets", "routines"))
        .contains("list-routines", "create-routine")
        .doesNotContain("list-tasks");
    assertThat(names("--tools", "whoami,get-task")).containsExactlyInAnyOrder("whoami", "get-task");
    assertThat(names("stdio", "--toolsets=routines,environment", "--tools=whoami"))
        .contains("list-routines", "list-env-vars", "whoami")
        .doesNotContain("list-tasks");
    assertThat(names("--toolsets", "environment", "--exclude-tools", "delete-env-var"))
        .containsExactlyInAnyOrder("list-env-vars", "set-env-var", "check-secrets");
  }

  @Test
  void lockedCollectionIsInNoSchemaAndCannotBeOverridden() throws Exception {
    String[] locked = {"--collection", "acme", "--lock-collection"};
    assertThat(tools(locked))
        .allMatch(tool -> !tool.path("inputSchema").path("properties").has("collection"));
    try (ServerProcess server = program.serve(locked)) {
      assertThat(server.refusal("list-tasks", "{\"collection\":\"acme-lab\"}"))
          .contains("collection");
      assertThat(server.data("list-tasks", "{}").path("tasks")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--tools, lst-tasks, list-tasks",
    "--exclude-tools, run-tsk, run-task",
    "--toolsets, routine, routines"
  })
  void unknownNameStopsTheStartWithTheNearestName(String flag, String name, String nearest)
      throws Exception {
    for (Program.Ended ended : List.of(program.run(flag, name), program.run("stdio", flag, name))) {
      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err()).contains(name, nearest).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tiemout 3",
        "--timeout soon",
        "--retries -1",
        "--log-level loud",
        "--confirm perhaps",
        "--lock-collection",
        "--collection a/b",
        "fetch"
      })
  void invalidCommandLineIsAUsageError(String arguments) throws Exception {
    Program.Ended ended = program.run(arguments.split(" ", -1));
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("jetty-mcp: ").doesNotContain("\tat ");
  }

  @Test
  void plainHttpIsAllowedOnLoopbackOnly() throws Exception {
    Program.Ended ended = program.with("JETTY_API_URL", "http://example.com").run();
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("https");
  }

  @Test
  void variablesAreSentOnlyIfAllowed() throws Exception {
    program.with("MY_KEY", "pretend-value-of-my-key");
    try (ServerProcess server = program.serve()) {
      assertThat(server.refusal("set-env-var", "{\"name\":\"K\",\"from_env\":\"MY_KEY\"}"))
          .contains("--secret-env");
    }
    try (ServerProcess server = program.serve("--secret-env", "MY_*")) {
      assertThat(
              server.data("set-env-var", "{\"name\":\"K\",\"from_env\":\"MY_KEY\"}").path("keys"))
          .extracting(JsonNode::asString)
          .contains("K");
      JsonNode run =
          server.data(
              "run-task-sync",
              "{\"task\":\"test-echo\",\"init_params\":{\"text\":\"pretend-value-of-my-key\"}}");
      assertThat(run.path("outputs").toString())
          .contains("redacted")
          .doesNotContain("pretend-value");
    }
  }

  @Test
  void labelAuthorCanBeASetting() throws Exception {
    String label = "\"key\":\"quality\",\"value\":\"high\"}";
    try (ServerProcess server = program.serve("--author", "ada@example.com")) {
      String run =
          server
              .data("list-trajectories", "{\"task\":\"test-echo\"}")
              .path("trajectories")
              .path(0)
              .path("trajectory_id")
              .toString();
      JsonNode done =
          server.data(
              "add-label", "{\"task\":\"test-echo\",\"trajectory_id\":" + run + "," + label);
      assertThat(done.path("author").asString()).isEqualTo("ada@example.com");
    }
  }
}
