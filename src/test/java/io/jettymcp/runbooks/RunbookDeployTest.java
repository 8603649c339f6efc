package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.ENVIRONMENT;
import static io.jettymcp.runbooks.SampleRunbook.TASK;
import static io.jettymcp.runbooks.SampleRunbook.TRIAL;
import static io.jettymcp.runbooks.SampleRunbook.body;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunbookTools;
import io.jettymcp.workflow.Linter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests storing a runbook as a task. */
class RunbookDeployTest {
  private static final String POST = "POST /api/v1/tasks/acme";
  private static final String PUT = "PUT /api/v1/tasks/acme/reports";

  @Test
  void newTaskHasARunbookStep() {
    ToolHarness call = deploy(fresh(), SampleRunbook.TEXT);
    JsonNode body = body(call, POST);
    assertThat(body.path("name").asString()).isEqualTo("reports");
    assertThat(body.path("has_file_uploads").asBoolean()).isTrue();
    assertThat(body.path("is_chat_flow").asBoolean()).isTrue();
    assertThat(body.path("description").asString()).startsWith("Write a report on");
    JsonNode workflow = body.path("workflow");
    assertThat(workflow.path("steps")).isEqualTo(json("['run']"));
    assertThat(workflow.path("step_configs").path("run"))
        .isEqualTo(
            json(
                """
                {"activity":"runbook","instruction_path":"init_params.instruction",
                 "agent_path":"init_params.agent","model_path":"init_params.model",
                 "model_provider_path":"init_params.model_provider",
                 "template_variables_path":"init_params.vars",
                 "files_path":"init_params.file_paths","snapshot":"prism-playwright"}"""));
    JsonNode inputs = workflow.path("init_params");
    assertThat(inputs.path("instruction").asString()).isEqualTo(SampleRunbook.TEXT);
    assertThat(inputs.path("agent").asString()).isEqualTo("claude-code");
    assertThat(inputs.path("model").asString()).isEqualTo("claude-sonnet-4-6");
    assertThat(inputs.path("model_provider").asString()).isEqualTo("anthropic");
    assertThat(inputs.path("vars"))
        .isEqualTo(json("{'sample_size':'10','results_dir':'/app/results'}"));
    assertThat(inputs.path("file_paths")).isEqualTo(json("[]"));
    assertThat(new Linter().lint(workflow)).isEmpty();
  }

  @Test
  void checksOfVersion2AreStored() throws Exception {
    String text =
        Files.readString(
            Path.of("src", "test", "resources", "runbooks", "valid-v2.md"), StandardCharsets.UTF_8);
    JsonNode workflow = body(deploy(fresh(), text), POST).path("workflow");
    assertThat(workflow.path("init_params").path("runbook_evals_version").asInt()).isEqualTo(2);
    JsonNode step = workflow.path("step_configs").path("run");
    assertThat(step.path("code_checks").isObject()).isTrue();
    assertThat(step.path("strict_evaluation").asBoolean()).isTrue();
    assertThat(new Linter().lint(workflow)).isEmpty();
  }

  @Test
  void resultListsNeedsAndSuggestsARun() {
    ToolHarness call = deploy(fresh(), SampleRunbook.TEXT);
    assertThat(call.shown().path("action").asString()).isEqualTo("created");
    assertThat(call.shown().path("name").asString()).isEqualTo("reports");
    assertThat(call.shown().path("url").asString()).isEqualTo("https://jetty.io/acme/reports");
    assertThat(call.shown().path("missing_secrets")).isEmpty();
    assertThat(call.shown().path("missing_parameters").toString()).contains("\"topic\"");
    assertThat(call.shown().has("warnings")).isFalse();
    assertThat(call.result().next().get(0).tool()).isEqualTo("run-task");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(
            json(
                """
                {"collection":"acme","task":"reports","init_params":{"vars":
                 {"sample_size":"10","results_dir":"/app/results","topic":"<topic>"}}}"""));
  }

  @Test
  void missingSecretsAreReportedWithoutRefusal() {
    ToolHarness call =
        deploy(
            preflight("{\"environment_variables\":{}}")
                .on(TASK, Routes.notFound())
                .on(POST, STORED),
            SampleRunbook.TEXT);
    assertThat(call.shown().path("missing_secrets").path(0))
        .isEqualTo(json("{'env':'SLACK_URL','description':'where the report is announced'}"));
    assertThat(call.shown().path("missing_secrets").path(1).path("env").asString())
        .isEqualTo("ANTHROPIC_API_KEY");
    assertThat(call.shown().path("warnings").toString()).contains("https://jetty.io/acme");
    assertThat(call.result().next().get(0).tool()).isEqualTo("set-env-var");
    assertThat(call.jetty().lines()).endsWith(POST);
  }

  @Test
  void warnsOfAnEnvironmentThatCannotBeRead() {
    Routes routes = new Routes().on(ENVIRONMENT, new Refused(Refused.Kind.FORBIDDEN, 403, ""));
    ToolHarness call =
        deploy(
            routes.on(TRIAL, Routes.notFound()).on(TASK, Routes.notFound()).on(POST, STORED),
            SampleRunbook.TEXT);
    assertThat(call.shown().path("missing_secrets")).isEmpty();
    assertThat(call.shown().path("warnings").toString()).contains("cannot read");
  }

  @Test
  void existingTaskGetsANewWorkflowOnly() {
    ToolHarness call =
        deploy(preflight(SampleRunbook.KEYS).on(TASK, STORED).on(PUT, STORED), SampleRunbook.TEXT);
    JsonNode body = body(call, PUT);
    assertThat(body.has("name")).isFalse();
    assertThat(body.has("description")).isFalse();
    assertThat(body.path("workflow").path("steps")).isEqualTo(json("['run']"));
    assertThat(call.shown().path("action").asString()).isEqualTo("updated");
    assertThat(call.shown().has("warnings")).isFalse();
  }

  @Test
  void warnsOfReplacingAnotherWorkflow() {
    ToolHarness call =
        deploy(
            preflight(SampleRunbook.KEYS).on(TASK, Acme.TASK).on(PUT, STORED), SampleRunbook.TEXT);
    assertThat(call.shown().path("warnings").toString()).contains("its workflow was replaced");
  }

  @Test
  void descriptionArgumentIsStored() {
    ObjectNode arguments = arguments(SampleRunbook.TEXT).put("description", "Mine");
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.DEPLOY_RUNBOOK, fresh().jetty(), new FakeLocalAccess(), arguments);
    assertThat(body(call, POST).path("description").asString()).isEqualTo("Mine");
  }

  @Test
  void runbookWithErrorsIsRefusedBeforeAnyRequest() {
    ToolHarness call =
        deploy(
            fresh(), SampleRunbook.TEXT.replace("evaluation: programmatic\n", "evaluation: {a\n"));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("runbook");
    assertThat(call.failure(BadArguments.class).problem()).contains("Line ", "validate-runbook");
    assertThat(call.jetty().requests()).isEmpty();
  }

  private static final String STORED =
      SampleRunbook.RUNBOOK_TASK.replaceFirst("\\{", "{\"has_file_uploads\":true,");

  private static Routes fresh() {
    return preflight(SampleRunbook.KEYS).on(TASK, Routes.notFound()).on(POST, STORED);
  }

  private static Routes preflight(String environment) {
    return new Routes().on(ENVIRONMENT, environment).on(TRIAL, "{\"active\":false}");
  }

  private static ToolHarness deploy(Routes routes, String text) {
    return ToolHarness.of(
        RunbookTools.DEPLOY_RUNBOOK, routes.jetty(), new FakeLocalAccess(), arguments(text));
  }

  private static ObjectNode arguments(String text) {
    return Json.object().put("task", "reports").put("runbook", text);
  }
}
