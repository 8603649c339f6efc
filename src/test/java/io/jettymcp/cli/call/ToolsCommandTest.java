package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.Version;
import io.jettymcp.cli.CliFixture;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ToolsCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture();

  @Test
  void everyToolIsListedInItsFamily() {
    CliFixture.Ended ended = cli.run(new ToolsCommand(), "tools");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("tasks: Stored workflows", Catalog.ALL.size() + " tools");
    for (Tool tool : Catalog.ALL) {
      assertThat(ended.out()).containsPattern("(?m)^  [RWUD] " + tool.name() + " +\\S");
    }
  }

  @Test
  void listFitsInto80Columns() {
    assertThat(cli.run(new ToolsCommand(), "tools").out().lines())
        .allSatisfy(
            line -> assertThat(line).hasSizeLessThanOrEqualTo(80).isEqualTo(line.stripTrailing()));
  }

  @Test
  void effectsAreMarked() {
    assertThat(cli.run(new ToolsCommand(), "tools").out())
        .contains("  R list-tasks ", "  W create-task ", "  U update-task ", "  D delete-task ")
        .contains("R reads, W adds or changes, U overwrites, D deletes");
  }

  @Test
  void toolIsExplainedWithItsArguments() {
    CliFixture.Ended ended = cli.run(new ToolsCommand(), "tools", "run-task-sync");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .startsWith("run-task-sync: Run a task and wait (starts a run)\n")
        .contains("Usage: jetty-mcp call run-task-sync TASK [NAME=VALUE...]")
        .containsPattern("task +Name \\(required, string\\)")
        .contains(
            "(auto|yes|no, default auto)", "(integer, at most 3600, default 45)", "secret string")
        .contains("Example:\n  jetty-mcp call run-task-sync daily-report init_params.topic=cats\n");
  }

  @Test
  void explanationLeavesOutALockedCollection() {
    assertThat(
            cli.run(
                    new ToolsCommand(),
                    "tools",
                    "get-task",
                    "--lock-collection",
                    "--collection=acme")
                .out())
        .contains("max_bytes")
        .doesNotContain("  collection");
  }

  @Test
  void unknownToolIsAUsageError() {
    CliFixture.Ended ended = cli.run(new ToolsCommand(), "tools", "get-run");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("Unknown tool \"get-run\". Did you mean \"get-trajectory\"?");
  }

  @Test
  void manifestEntryOfOneTool() {
    JsonNode entry =
        JsonMapper.shared()
            .readTree(cli.run(new ToolsCommand(), "tools", "get-task", "--json").out());
    assertThat(entry.path("name").stringValue()).isEqualTo("get-task");
    assertThat(entry.path("inputSchema").has("properties")).isTrue();
  }

  @Test
  void exampleIsQuotedForTheShell() {
    assertThat(cli.run(new ToolsCommand(), "tools", "chat-completion").out())
        .endsWith(
            "Example:\n  jetty-mcp call chat-completion openai/gpt-4o-mini 'prompt=Write a"
                + " haiku'\n");
  }

  @Test
  void manifestListsToolsInCatalogOrder() {
    CliFixture.Ended ended = cli.run(new ToolsCommand(), "tools", "--json");
    JsonNode manifest = JsonMapper.shared().readTree(ended.out());
    List<String> names =
        manifest.path("tools").valueStream().map(tool -> tool.path("name").stringValue()).toList();
    assertThat(names).containsExactlyElementsOf(Catalog.ALL.stream().map(Tool::name).toList());
    assertThat(manifest.path("version").stringValue()).isEqualTo(Version.current());
    assertThat(cli.run(new ToolsCommand(), "tools", "--json").out()).isEqualTo(ended.out());
    assertThat(ended.out()).doesNotContain("\r").endsWith("}\n");
  }

  @Test
  void settingsSelectTheListedTools() {
    String out = cli.run(new ToolsCommand(), "tools", "--toolsets", "tasks", "--read-only").out();
    assertThat(out).contains("list-tasks").doesNotContain("delete-task", "account:", "runs:");
  }

  @Test
  void unknownToolsetIsAUsageError() {
    CliFixture.Ended ended = cli.run(new ToolsCommand(), "tools", "--toolsets", "task");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("Did you mean \"tasks\"?");
  }
}
