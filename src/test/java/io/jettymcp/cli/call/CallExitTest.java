package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class CallExitTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 | run-task-sync | {\"finished\":true,\"status\":\"completed\"}",
        "3 | run-task-sync | {\"finished\":true,\"status\":\"failed\"}",
        "3 | wait-for-run | {\"finished\":true,\"status\":\"cancelled\"}",
        "3 | wait-for-run | {\"finished\":true,\"status\":\"timed_out\"}",
        "3 | run-runbook | {\"finished\":true,\"status\":\"completed\",\"verdict\":\"failed\"}",
        "3 | run-runbook | {\"finished\":true,\"status\":\"completed\",\"verdict\":\"no_report\"}",
        "0 | run-runbook | {\"finished\":true,\"status\":\"completed\",\"verdict\":\"passed\"}",
        "0 | run-runbook | {\"mode\":\"local\",\"steps\":[]}",
        "3 | run-task-sync | {\"finished\":true,\"status\":\"completed\",\"next\":[{\"tool\":\"debug-run\"}]}",
        "4 | run-task-sync | {\"finished\":false,\"status\":\"running\"}",
        "0 | run-batch | {\"finished\":true,\"totals\":{\"completed\":3}}",
        "3 | run-batch | {\"finished\":true,\"totals\":{\"completed\":2,\"failed\":1}}",
        "3 | run-batch | {\"finished\":true,\"totals\":{\"unsuccessful\":1}}",
        "4 | run-batch | {\"finished\":false,\"totals\":{\"completed\":5,\"not_started\":15}}",
        "4 | run-batch | {\"finished\":false,\"totals\":{\"completed\":2,\"unknown\":1}}",
        "3 | run-batch | {\"finished\":false,\"totals\":{\"failed\":2,\"not_started\":1}}",
        "3 | run-batch | {\"finished\":false,\"totals\":{\"refused\":1,\"not_started\":1}}",
        "3 | run-batch | {\"finished\":true,\"totals\":{\"completed\":2,\"cancelled\":1}}",
        "4 | run-batch | {\"finished\":false,\"totals\":{\"queued\":1}}",
        "4 | run-batch | {\"finished\":false,\"totals\":{\"failed\":2,\"running\":1}}",
        "0 | get-trajectory | {\"status\":\"failed\"}",
        "0 | run-task | {\"status\":\"pending\"}",
        "0 | update-trajectory-status | {\"updated_count\":1,\"results\":[{\"updated\":true},{\"error\":\"x\"}]}",
        "1 | update-trajectory-status | {\"updated_count\":0,\"results\":[{\"error\":\"x\"}]}",
        "0 | update-trajectory-status | {\"updated_count\":0,\"results\":[{\"updated\":false}]}"
      })
  void resultDeterminesTheExitCode(int exit, String name, String result) {
    Tool tool =
        Catalog.ALL.stream().filter(some -> some.name().equals(name)).findFirst().orElseThrow();
    assertThat(CallExit.of(tool, JsonMapper.shared().readTree(result))).isEqualTo(exit);
  }
}
