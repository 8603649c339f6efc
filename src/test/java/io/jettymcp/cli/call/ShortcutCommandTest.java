package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShortcutCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture().simulated();

  private CliFixture.Ended run(String... words) {
    int index = Shortcut.ALL.stream().map(Shortcut::name).toList().indexOf(words[0]);
    return cli.run(ShortcutCommand.all(() -> new byte[0], cli.secrets).get(index), words);
  }

  @Test
  void runWaitsForATaskWithInputs() {
    CliFixture.Ended ended = run("run", "test-echo", "text=hi");
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode run = JsonMapper.shared().readTree(ended.out());
    assertThat(run.at("/outputs/echo/text").stringValue()).isEqualTo("hi");
    assertThat(ended.err()).contains("https://jetty.io/acme/test-echo/", "Ctrl-C stops waiting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "runs", "logs", "cancel"})
  void noShortcutHasAGraph(String name) {
    assertThat(run(name, "--help").out()).contains("--color").doesNotContain("--graph");
  }

  @Test
  void runsListsTheRunsOfATask() {
    CliFixture.Ended ended = run("runs", "test-echo", "limit=1");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(JsonMapper.shared().readTree(ended.out()).path("trajectories")).hasSize(1);
  }

  @Test
  void logsShowsTheNewestRun() {
    CliFixture.Ended ended = run("logs", "test-echo");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("\"events\"");
  }

  @Test
  void cancelNamesRunsBare() {
    CliFixture.Ended ended = run("cancel", "test-echo", "no-such-run", "nor-this");
    assertThat(ended.exit()).isEqualTo(1);
    JsonNode results = JsonMapper.shared().readTree(ended.out()).path("results");
    assertThat(results).hasSize(2);
    assertThat(results.at("/0/to").stringValue()).isEqualTo("cancelled");
  }

  @Test
  void missingTaskNamesTheHelpOfTheCommand() {
    CliFixture.Ended ended = run("runs");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .contains("\"task\" is missing. Help: jetty-mcp call list-trajectories --help");
  }

  @Test
  void helpShowsTheArguments() {
    assertThat(run("run", "--help").out())
        .startsWith("Usage: jetty-mcp run [OPTIONS] TASK [INPUT=VALUE...]")
        .contains("Short for: call run-task-sync");
  }

  @ParameterizedTest
  @MethodSource("shortcuts")
  void shortcutFitsItsTool(Shortcut shortcut) {
    Tool tool =
        Catalog.ALL.stream()
            .filter(some -> some.name().equals(shortcut.tool()))
            .findFirst()
            .orElseThrow();
    List<String> names = tool.params().stream().map(Param::name).toList();
    assertThat(names)
        .containsAll(shortcut.bare())
        .containsAll(shortcut.preset().propertyNames())
        .containsAll(shortcut.inputs().stream().toList());
  }

  static List<Shortcut> shortcuts() {
    return Shortcut.ALL;
  }
}
