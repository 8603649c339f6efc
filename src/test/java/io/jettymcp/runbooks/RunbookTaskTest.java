package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.CHAT;
import static io.jettymcp.runbooks.SampleRunbook.LIST;
import static io.jettymcp.runbooks.SampleRunbook.chunk;
import static io.jettymcp.runbooks.SampleRunbook.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Tests sending a runbook to a task that has one. */
class RunbookTaskTest {
  private static final String READS_INPUTS =
      """
      {"instruction_path":"init_params.instruction","agent_path":"init_params.agent",
       "agent":"codex","template_variables_path":"init_params.vars"}""";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'instruction':'Do something else.'}",
        "{'instruction':'','instruction_path':null,'agent':'claude-code'}"
      })
  void taskWithAnotherFixedRunbookIsRefused(String config) {
    ToolHarness call = run(step(config));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("task");
    assertThat(call.failure(BadArguments.class).problem())
        .contains("\"reports\"", "another runbook", "deploy-runbook", "another task")
        .doesNotContain("Do something else");
    assertThat(call.jetty().lines()).doesNotContain(CHAT);
  }

  @Test
  void taskWithTheSameRunbookRuns() {
    ObjectNode same = step("{}").put("instruction", "\n" + SampleRunbook.TEXT);
    assertThat(warnings(run(same))).isEmpty();
  }

  @Test
  void taskThatReadsItsInputsHasNoWarning() {
    assertThat(warnings(run(step(READS_INPUTS)))).isEmpty();
    ObjectNode same =
        step(
            """
            {"agent":"claude-code","model_provider":"anthropic","snapshot":"prism-playwright",
             "template_variables":{"topic":"sea","sample_size":"10"},"cpus":2}""");
    assertThat(warnings(run(same))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'agent':'codex'}",
        "{'model':'gpt-5.5'}",
        "{'snapshot':'mine'}",
        "{'template_variables':{'topic':'land'}}"
      })
  void valuesFixedByTheTaskAreWarnings(String config) {
    String name = config.substring(2, config.indexOf('\'', 2));
    assertThat(warnings(run(step(config))))
        .contains("other values (" + name + ")", "deploy-runbook");
  }

  @Test
  void settingsReadFromTheTaskMustBeStored() {
    ToolHarness call = run(step(READS_INPUTS), ",'snapshot':'mine'");
    assertThat(warnings(call)).contains("other values (snapshot)", "deploy-runbook");
    Next fix = call.result().next().get(call.result().next().size() - 1);
    assertThat(fix.tool()).isEqualTo("deploy-runbook");
    assertThat(fix.arguments().path("task").asString()).isEqualTo("reports");
    assertThat(fix.arguments().path("runbook").asString()).isEqualTo(SampleRunbook.TEXT);
  }

  @Test
  void runbookReadFromAnotherPathIsAWarning() {
    assertThat(warnings(run(step("{'instruction_path':'init_params.text'}"))))
        .contains("init_params.text", "deploy-runbook");
  }

  private static String warnings(ToolHarness call) {
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    return call.shown().path("warnings").toString();
  }

  private static ObjectNode step(String config) {
    ObjectNode step = (ObjectNode) FakeJetty.json(config);
    return step.put("activity", "runbook");
  }

  private static ToolHarness run(ObjectNode step) {
    return run(step, "");
  }

  private static ToolHarness run(ObjectNode step, String more) {
    ObjectNode task = Json.object().put("name", "reports");
    ObjectNode workflow = task.putObject("workflow");
    workflow.putObject("init_params").put("snapshot", "prism-playwright");
    workflow.putObject("step_configs").set("run", step);
    Routes routes =
        new Routes()
            .on(SampleRunbook.TASK, task.toString())
            .on(SampleRunbook.ENVIRONMENT, SampleRunbook.KEYS)
            .on(SampleRunbook.TRIAL, "{'active':false}")
            .on(LIST, "{'trajectories':[]}")
            .on(CHAT, stream(chunk("1a2b3c4d")))
            .on(SampleRunbook.RUN, SampleRunbook.ENDED_WITH_REPORT)
            .on(SampleRunbook.REPORT, "{\"overall_passed\":true}");
    return SampleRunbook.run(routes, more);
  }
}
