package io.jettymcp.cli.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ToolExampleTest {
  /** Has the files that examples name. */
  private static final Map<String, String> FILES =
      Map.of(
          "workflow.json",
          "{\"steps\":[\"a\"],\"step_configs\":{\"a\":{\"activity\":\"text_echo\",\"text\":\"x\"}}}",
          "inputs.csv",
          "topic\ncats\n",
          "report.pdf",
          "a report",
          "RUNBOOK.md",
          "# Objective\n\nWrite a report.\n");

  /** Has what each tool reads of a task, a run or a routine. */
  private static final JsonNode REPLY =
      FakeJetty.json(
          """
          {'name': 'daily-report', 'trajectory_id': '1a2b3c4d', 'status': 'completed',
           'workflow': {'init_params': {'topic': 'dogs'}, 'steps': ['draft', 'check'],
                        'step_configs': {'draft': {'activity': 'text_echo', 'text_path': 'init_params.topic'},
                                          'check': {'activity': 'runbook', 'agent': 'claude-code'}}},
           'workflow_id': 'acme-daily-report--1a2b3c4d', 'trajectories': [{'trajectory_id': '1a2b3c4d', 'status': 'completed'}], 'files': [], 'routines': [],
           'environment_variables': {}}
          """);

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("tools")
  void toolAcceptsItsExample(Tool tool) throws IOException {
    FakeLocalAccess local = new FakeLocalAccess().savingTo(folder);
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      local.file(file.getKey(), Files.writeString(folder.resolve(file.getKey()), file.getValue()));
    }
    ObjectNode arguments =
        new CallArguments(
                tool.name(),
                tool.params(),
                CallArguments.required(tool.params()),
                Optional.empty(),
                new TypedValue(folder, () -> "secret-value".getBytes(UTF_8)))
            .parse(new ToolExample(tool).words());

    ToolHarness call = ToolHarness.of(tool, new FakeJetty(request -> REPLY), local, arguments);

    assertThat(call.failure().filter(BadArguments.class::isInstance)).as("%s", arguments).isEmpty();
  }

  static List<Tool> tools() {
    return Catalog.ALL;
  }
}
