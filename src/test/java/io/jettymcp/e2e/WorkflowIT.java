package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests how workflows are checked, explained and fixed, through the real program. */
@Timeout(120)
class WorkflowIT {
  @TempDir Path directory;
  private ServerProcess server;

  @BeforeEach
  void begin() throws Exception {
    server = Program.in(directory).simulated().serve();
  }

  @AfterEach
  void end() throws Exception {
    server.close();
  }

  @Test
  void childOfAFanOutIsValidAndStored() throws Exception {
    String workflow =
        """
        {"init_params":{},"steps":["visit"],"step_configs":{"visit":{"activity":"runbook",\
        "agent":"codex","model":"gpt-5.4","instruction_path":"init_params.instruction",\
        "novel_setting":true}}}""";
    JsonNode check = server.data("validate-workflow", "{\"workflow\":" + workflow + "}");
    assertThat(check.path("valid").asBoolean()).isTrue();
    assertThat(check.path("findings"))
        .extracting(finding -> finding.path("severity").asString())
        .containsExactly("doubtful", "doubtful");
    assertThat(check.toString()).contains("not known here", "Either each run passes it");
    JsonNode stored =
        server.data("create-task", "{\"name\":\"visit\",\"workflow\":" + workflow + "}");
    assertThat(stored.path("warnings")).hasSize(2);
  }

  @Test
  void workflowThatFailsForCertainIsNotStored() throws Exception {
    String text =
        server.refusal(
            "create-task",
            """
                {"name":"broken","workflow":{"init_params":{"l":[]},"steps":["each"],\
                "step_configs":{"each":{"activity":"list_emit_await","items":[1],\
                "child_workflow_name":"test-echo"}}}}""");
    assertThat(text).contains("cannot run as it is", "items_path is required");
  }

  @Test
  void suggestedFixOfAFailedRunIsSentAsItIs() throws Exception {
    JsonNode found = server.data("debug-run", "{\"task\":\"broken-judge\"}");
    assertThat(found.path("lint"))
        .extracting(finding -> finding.path("severity").asString())
        .contains("fails", "loses");
    JsonNode fix = next(found, "update-task");
    assertThat(fix.path("arguments").path("changes")).hasSize(4);
    assertThat(fix.path("why").asString()).contains("the rest by hand");
    JsonNode updated = server.data("update-task", fix.path("arguments").toString());
    assertThat(updated.path("changed").isEmpty()).isFalse();
    assertThat(next(found, "run-task").path("arguments").path("task").asString())
        .isEqualTo("broken-judge");
    assertThat(
            server
                .data("validate-workflow", "{\"task\":\"broken-judge\"}")
                .path("findings")
                .toString())
        .doesNotContain("loses");
  }

  @Test
  void templateShowsAWorkedExample() throws Exception {
    JsonNode judge = server.data("get-step-template", "{\"activity\":\"simple_judge\"}");
    assertThat(judge.path("shapes").path("scale_range").toString())
        .isEqualTo("{\"min\":1,\"max\":10}");
    JsonNode example = judge.path("example");
    String workflow =
        "{\"init_params\":{\"item\":\"A lamp\"},\"steps\":[\"judge\"],\"step_configs\":{\"judge\":"
            + example
            + "}}";
    assertThat(server.data("validate-workflow", "{\"workflow\":" + workflow + "}").path("findings"))
        .isEmpty();
    assertThat(
            server
                .data("get-step-template", "{\"activity\":\"replicate_text2image\"}")
                .path("runtime")
                .path("outputs")
                .toString())
        .contains("images[0].path", "images[0].extension", "images[0].content_type");
  }

  private static JsonNode next(JsonNode result, String tool) {
    return result.path("next").values().stream()
        .filter(call -> call.path("tool").asString().equals(tool))
        .findFirst()
        .orElseThrow();
  }
}
