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
    assertThat(ended.out())
        .contains("tasks: Tasks: stored workflows", Catalog.ALL.size() + " tools");
    for (Tool tool : Catalog.ALL) {
      assertThat(ended.out()).containsPattern("(?m)^  " + tool.name() + " +\\S.*\\.$");
    }
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
