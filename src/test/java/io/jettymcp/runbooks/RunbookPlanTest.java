package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.arguments;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunbookTools;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests the plan for an agent that follows a runbook itself. */
class RunbookPlanTest {
  @Test
  void localModeIsTheDefaultAndSendsNoRequest() {
    ObjectNode arguments = arguments("'parameters':{'topic':'sea'}");
    ToolHarness call = plan(new FakeLocalAccess(), arguments);
    assertThat(call.shown().path("mode").asString()).isEqualTo("local");
    assertThat(call.jetty().requests()).isEmpty();
    Args in = Args.check(RunbookTools.RUN_RUNBOOK.params(), List.of(), arguments, secret -> {});
    assertThat(RunbookTools.RUN_RUNBOOK.isAboutCollection(in)).isFalse();
    Args remote =
        Args.check(
            RunbookTools.RUN_RUNBOOK.params(),
            List.of(),
            arguments("'mode':'remote'"),
            secret -> {});
    assertThat(RunbookTools.RUN_RUNBOOK.isAboutCollection(remote)).isTrue();
  }

  @Test
  void planIsFilledWithTheParameters() {
    JsonNode shown = plan(new FakeLocalAccess(), arguments("'parameters':{'topic':'sea'}")).shown();
    assertThat(shown.path("objective").asString())
        .isEqualTo("Write a report on sea with 10 samples.");
    assertThat(shown.path("parameters"))
        .isEqualTo(json("{'topic':'sea','sample_size':'10','results_dir':'./results'}"));
    assertThat(shown.has("missing_parameters")).isFalse();
    assertThat(shown.path("results_dir").asString()).isEqualTo("./results");
    assertThat(shown.path("primary_outputs")).isEqualTo(json("['report.md']"));
    assertThat(shown.path("runbook").asString())
        .contains("test -s ./results/report.md", "Read about sea.")
        .doesNotContain("{{sample_size}} samples");
    assertThat(shown.path("note").asString())
        .contains("No run was started", "./results", "first section to the last");
  }

  @Test
  void stepsAreListedWithTheirLines() {
    JsonNode steps = plan(new FakeLocalAccess(), arguments("")).shown().path("steps");
    assertThat(steps.path(1).path("number").asInt()).isEqualTo(2);
    assertThat(steps.path(1).path("title").asString()).isEqualTo("Gather");
    String[] lines = steps.path(1).path("lines").asString().split("-", -1);
    assertThat(SampleRunbook.TEXT.lines().toList().get(Integer.parseInt(lines[0]) - 1))
        .isEqualTo("## Step 2: Gather");
    assertThat(SampleRunbook.TEXT.lines().toList().get(Integer.parseInt(lines[1])))
        .isEqualTo("## Step 3: Evaluate Outputs");
    assertThat(steps.path(1).propertyNames()).containsExactly("number", "title", "lines");
    assertThat(steps).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void parameterTableKeepsItsTemplateVariables() {
    JsonNode shown = plan(new FakeLocalAccess(), arguments("'parameters':{'topic':'sea'}")).shown();
    assertThat(shown.path("runbook").asString())
        .contains("| Topic | `{{topic}}` | (required) |", "| Samples | `{{sample_size}}` | 10 |");
  }

  @Test
  void codeChecksAreLeftToTheAgent() throws Exception {
    String text = SampleRunbook.secondVersion();
    JsonNode shown =
        plan(new FakeLocalAccess(), arguments("'parameters':{'donor':'Ann'}").put("runbook", text))
            .shown();
    assertThat(shown.path("note").asString()).contains("Run the commands of its code checks");
  }

  @Test
  void missingParametersAreElicitedThenListed() {
    ToolHarness call = plan(new FakeLocalAccess(), arguments(""));
    assertThat(call.call().questions())
        .containsExactly(new Question("topic", "What the report is on"));
    assertThat(call.shown().path("missing_parameters"))
        .isEqualTo(json("[{'name':'topic','description':'What the report is on'}]"));
    assertThat(call.shown().path("note").asString()).contains("missing parameters");
    assertThat(call.shown().path("runbook").asString()).contains("{{topic}}");
  }

  @Test
  void secretsAreReportedAsSetWithoutTheirValues() {
    FakeLocalAccess local = new FakeLocalAccess().variable("EXTRA_KEY", "a-value-to-keep");
    ToolHarness call = plan(local, arguments("'parameters':{'topic':'sea'}"));
    assertThat(call.shown().path("secrets"))
        .isEqualTo(
            json(
                """
                [{"name":"slack","env":"SLACK_URL","required":true,
                 "description":"where the report is announced","set":false},
                 {"name":"extra","env":"EXTRA_KEY","required":false,"set":true}]"""));
    assertThat(call.shown().path("note").asString()).contains("SLACK_URL");
    assertThat(call.result().toString()).doesNotContain("a-value-to-keep");
  }

  @Test
  void unknownParameterIsRefused() {
    assertThat(
            plan(new FakeLocalAccess(), arguments("'parameters':{'sample_sise':1}"))
                .failure(BadArguments.class)
                .problem())
        .contains("\"sample_size\"");
  }

  @Test
  void emptyRunbookIsRefused() {
    assertThat(
            plan(new FakeLocalAccess(), arguments("'runbook':' '"))
                .failure(BadArguments.class)
                .argument())
        .isEqualTo("runbook");
  }

  @Test
  void longRunbookIsOutlinedByLines() {
    ObjectNode arguments =
        arguments("'parameters':{'topic':'sea'}")
            .put("runbook", SampleRunbook.TEXT + "More words.\n".repeat(2_000));
    JsonNode shown = plan(new FakeLocalAccess(), arguments).shown();
    assertThat(shown.has("runbook")).isFalse();
    assertThat(shown.path("note").asString()).contains("too long to show", "by the lines");
    assertThat(shown.path("sections").toString()).contains("Objective", "Tips", "\"lines\"");
  }

  @Test
  void planFitsTheByteLimitForAnyScript() {
    for (String line : List.of("詳しく読む。".repeat(2_300), "\"\\\"".repeat(5_000))) {
      ObjectNode arguments =
          arguments("'parameters':{'topic':'sea'}")
              .put("runbook", SampleRunbook.TEXT + line + "\n");
      JsonNode shown = plan(new FakeLocalAccess(), arguments).shown();
      assertThat(shown.has("runbook")).isFalse();
      assertThat(shown.path("note").asString()).contains("too long to show");
      assertThat(shown.path("sections").toString()).contains("Step 5: Final Checklist", "Tips");
    }
  }

  @Test
  void outlineIsFilledWithTheParameters() {
    ObjectNode arguments =
        arguments("'parameters':{'topic':'sea\\n## Step 9: More'}")
            .put("runbook", SampleRunbook.TEXT + "More words.\n".repeat(3_000));
    JsonNode shown = plan(new FakeLocalAccess(), arguments).shown();
    assertThat(shown.path("objective").asString()).startsWith("Write a report on sea");
    assertThat(shown.path("steps")).hasSize(5);
    assertThat(shown.path("steps").path(1).path("lines").asString()).isEqualTo("50-53");
  }

  @Test
  void findingsAndRemoteOnlyArgumentsAreWarnings() {
    ToolHarness call =
        plan(
            new FakeLocalAccess(),
            arguments("'parameters':{'topic':'sea'},'agent':'codex','task':'t'")
                .put("runbook", "# Report\n\nWrite on {{topic}}.\n"));
    assertThat(call.shown().path("warnings").toString())
        .contains(
            "Line 1 (frontmatter): There is no frontmatter",
            "\\\"agent\\\" applies",
            "\\\"task\\\" applies");
  }

  private static ToolHarness plan(FakeLocalAccess local, ObjectNode arguments) {
    return ToolHarness.of(RunbookTools.RUN_RUNBOOK, new Routes().jetty(), local, arguments);
  }
}
