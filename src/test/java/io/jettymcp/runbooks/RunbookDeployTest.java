package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.ENVIRONMENT;
import static io.jettymcp.runbooks.SampleRunbook.TASK;
import static io.jettymcp.runbooks.SampleRunbook.TRIAL;
import static io.jettymcp.runbooks.SampleRunbook.body;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunbookTools;
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
    assertThat(body.path("is_private").asBoolean()).isTrue();
    assertThat(body.path("entity_type").asString()).isEqualTo("task");
    assertThat(body.path("workflow"))
        .isEqualTo(
            json(
                """
                {"init_params":{"agent":"claude-code","model":"claude-sonnet-4-6",
                  "snapshot":"prism-playwright","model_provider":"anthropic","vars":{},
                  "file_paths":[]},
                 "step_configs":{"run":{"activity":"runbook","agent_path":"init_params.agent",
                  "model_path":"init_params.model","snapshot_path":"init_params.snapshot",
                  "instruction_path":"init_params.instruction",
                  "template_variables_path":"init_params.vars",
                  "files_path":"init_params.file_paths",
                  "mcp_servers_path":"init_params.mcp_servers",
                  "code_checks_path":"init_params.code_checks",
                  "strict_evaluation_path":"init_params.strict_evaluation",
                  "model_provider_path":"init_params.model_provider",
                  "cpus":4,"memory":"8G","timeout_sec":1200,"network_enabled":true}},
                 "steps":["run"]}"""));
  }

  @Test
  void settingsOfVersion2AreInputs() {
    JsonNode inputs =
        body(deploy(fresh(), SampleRunbook.secondVersion()), POST)
            .path("workflow")
            .path("init_params");
    assertThat(inputs)
        .isEqualTo(
            json(
                """
                {"agent":"codex","model":"gpt-5.5","snapshot":"python312-uv",
                 "model_provider":"openai",
                 "code_checks":{"timeout_sec":300,"sources":[{"name":"checks","type":"git",
                  "url":"https://github.com/acme/letter-checks","ref":"main"}]},
                 "strict_evaluation":true,"runbook_evals_version":2,"vars":{},
                 "file_paths":[]}"""));
  }

  @Test
  void credentialsOfServersAreOmittedAndNamed() {
    String text =
        SampleRunbook.secondVersion()
            .replace(
                "code_checks:\n",
                """
                mcp_servers:
                  docs:
                    url: https://docs.example/mcp
                    secret: DOCS
                    headers: {Authorization: a-value, X-Team: docs}
                    env: {DOCS_API_KEY: a-value, LEVEL: info}
                code_checks:
                  mcp_servers: {more: {url: "https://more.example", headers: {Cookie: a-value}}}
                """)
            .replace("secrets: {}", "secrets: {DOCS: {env: ANTHROPIC_API_KEY}}");
    ToolHarness call = deploy(fresh(), text);
    JsonNode inputs = body(call, POST).path("workflow").path("init_params");
    assertThat(inputs.path("mcp_servers"))
        .isEqualTo(
            json(
                """
                {"docs":{"url":"https://docs.example/mcp","secret":"DOCS",
                  "headers":{"X-Team":"docs"},"env":{"LEVEL":"info"}},
                 "more":{"url":"https://more.example","headers":{}}}"""));
    assertThat(inputs.path("code_checks").has("mcp_servers")).isFalse();
    assertThat(call.shown().path("left_out"))
        .isEqualTo(
            json(
                """
                ["mcp_servers.docs.headers.Authorization","mcp_servers.docs.env.DOCS_API_KEY",
                 "mcp_servers.more.headers.Cookie"]"""));
    assertThat(call.result().data().toString()).doesNotContain("a-value");
  }

  @Test
  void imageReplacesTheSnapshot() {
    JsonNode workflow =
        body(
                deploy(
                    fresh(),
                    SampleRunbook.TEXT.replace("snapshot: prism-playwright", "image: x.org/a:1")),
                POST)
            .path("workflow");
    assertThat(workflow.path("init_params").path("image").asString()).isEqualTo("x.org/a:1");
    assertThat(workflow.path("init_params").has("snapshot")).isFalse();
    assertThat(workflow.path("step_configs").path("run").path("image_path").asString())
        .isEqualTo("init_params.image");
  }

  @Test
  void resultListsNeedsAndSuggestsARun() {
    ToolHarness call = deploy(fresh(), SampleRunbook.TEXT);
    assertThat(call.shown().path("action").asString()).isEqualTo("created");
    assertThat(call.shown().has("changed")).isFalse();
    assertThat(call.shown().path("name").asString()).isEqualTo("reports");
    assertThat(call.shown().path("url").asString()).isEqualTo("https://jetty.io/acme/reports");
    assertThat(call.shown().path("missing_secrets")).isEmpty();
    assertThat(call.shown().path("missing_parameters").toString()).contains("\"topic\"");
    assertThat(call.shown().has("warnings")).isFalse();
    assertThat(call.result().next().get(0).tool()).isEqualTo("run-runbook");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(
            Json.object()
                .put("collection", "acme")
                .put("task", "reports")
                .put("mode", "remote")
                .put("runbook", SampleRunbook.TEXT));
    assertThat(call.result().next().get(0).why()).isEqualTo("run it; add parameters: topic");
  }

  @Test
  void longRunbookIsOmittedFromTheSuggestedRun() {
    ToolHarness call = deploy(fresh(), SampleRunbook.TEXT + "More words.\n".repeat(1_000));
    assertThat(call.result().next().get(0).arguments().path("runbook").asString())
        .isEqualTo("<the same runbook>");
  }

  @Test
  void missingSecretsPreventStoring() {
    ToolHarness call =
        deploy(
            preflight("{'environment_variables':{}}").on(TASK, Routes.notFound()),
            SampleRunbook.TEXT);
    assertThat(call.failure(Declined.class).what())
        .contains(
            "Nothing was stored",
            "\n- SLACK_URL (where the report is announced)",
            "https://jetty.io/acme",
            "store_anyway")
        .doesNotContain("EXTRA_KEY");
    assertThat(call.jetty().lines()).doesNotContain(POST);
  }

  @Test
  void storeAnywayStoresAndListsMissingSecrets() {
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.DEPLOY_RUNBOOK,
            preflight("{'environment_variables':{}}")
                .on(TASK, Routes.notFound())
                .on(POST, STORED)
                .jetty(),
            new FakeLocalAccess(),
            arguments(SampleRunbook.TEXT).put("store_anyway", true));
    assertThat(call.shown().path("missing_secrets").path(0))
        .isEqualTo(json("{'env':'SLACK_URL','description':'where the report is announced'}"));
    assertThat(call.shown().path("missing_secrets").path(1).path("env").asString())
        .isEqualTo("ANTHROPIC_API_KEY");
    assertThat(call.shown().path("warnings").toString()).contains("https://jetty.io/acme");
    assertThat(call.result().next().get(0).tool()).isEqualTo("set-env-var");
    assertThat(call.jetty().lines()).endsWith(POST);
  }

  @Test
  void unreadableEnvironmentIsAWarning() {
    Routes routes = new Routes().on(ENVIRONMENT, new Refused(Refused.Kind.FORBIDDEN, 403, ""));
    ToolHarness call =
        deploy(
            routes.on(TRIAL, Routes.notFound()).on(TASK, Routes.notFound()).on(POST, STORED),
            SampleRunbook.TEXT);
    assertThat(call.shown().path("missing_secrets")).isEmpty();
    assertThat(call.shown().path("warnings").toString()).contains("cannot read");
  }

  @Test
  void onlyTheWorkflowOfAnExistingTaskIsReplaced() {
    ToolHarness call =
        deploy(preflight(SampleRunbook.KEYS).on(TASK, STORED).on(PUT, STORED), SampleRunbook.TEXT);
    JsonNode body = body(call, PUT);
    assertThat(body.has("name")).isFalse();
    assertThat(body.has("description")).isFalse();
    assertThat(body.has("is_private")).isFalse();
    assertThat(body.path("workflow").path("steps")).isEqualTo(json("['run']"));
    assertThat(call.shown().path("action").asString()).isEqualTo("updated");
    assertThat(call.shown().has("warnings")).isFalse();
  }

  @Test
  void changesOfAnExistingTaskAreListedWithoutHiddenValues() {
    ObjectNode stored = (ObjectNode) json("{'name':'reports'}");
    stored.set("workflow", body(deploy(fresh(), SampleRunbook.TEXT), POST).path("workflow"));
    ToolHarness same =
        deploy(
            preflight(SampleRunbook.KEYS).on(TASK, stored.toString()).on(PUT, STORED),
            SampleRunbook.TEXT);
    assertThat(same.shown().path("changed")).isEmpty();
    assertThat(same.shown().has("changed")).isTrue();
    ((ObjectNode) stored.path("workflow").path("init_params"))
        .put("model", "claude-opus-4-6")
        .put("note", "a-value-to-keep");
    ToolHarness changed =
        deploy(
            preflight(SampleRunbook.KEYS).on(TASK, stored.toString()).on(PUT, STORED),
            SampleRunbook.TEXT);
    assertThat(changed.shown().path("changed"))
        .isEqualTo(
            json(
                """
                [{"path":"init_params.model","from":"claude-opus-4-6","to":"claude-sonnet-4-6"},
                 {"path":"init_params.note"}]"""));
    assertThat(changed.result().toString()).doesNotContain("a-value-to-keep");
  }

  @Test
  void changedItemsOfAListAreNamedWithoutTheirValues() {
    ObjectNode stored = (ObjectNode) json("{'name':'reports'}");
    stored.set("workflow", body(deploy(fresh(), SampleRunbook.TEXT), POST).path("workflow"));
    ((ObjectNode) stored.path("workflow")).putArray("steps").add("a-value-to-keep");
    ToolHarness changed = redeploy(stored);
    assertThat(changed.shown().path("changed")).isEqualTo(json("[{'path':'steps[0]'}]"));
    assertThat(changed.result().toString()).doesNotContain("a-value-to-keep");
  }

  @Test
  void changedPathsAreQuotedAndCounted() {
    ObjectNode stored = (ObjectNode) json("{'name':'reports'}");
    stored.set("workflow", body(deploy(fresh(), SampleRunbook.TEXT), POST).path("workflow"));
    ObjectNode configs = (ObjectNode) stored.path("workflow").path("step_configs");
    configs.putObject("a.b c").put("model", "gpt-4o");
    ToolHarness few = redeploy(stored);
    assertThat(few.shown().path("changed").path(0).path("path").asString())
        .isEqualTo("step_configs[\"a.b c\"]");
    assertThat(few.shown().has("changed_total")).isFalse();
    for (int i = 0; i < 44; i++) {
      configs.put("s" + i, i);
    }
    ToolHarness many = redeploy(stored);
    assertThat(many.shown().path("changed")).hasSize(40);
    assertThat(many.shown().path("changed_total").asInt()).isEqualTo(45);
  }

  private static ToolHarness redeploy(ObjectNode stored) {
    return deploy(
        preflight(SampleRunbook.KEYS).on(TASK, stored.toString()).on(PUT, STORED),
        SampleRunbook.TEXT);
  }

  @Test
  void anotherWorkflowIsNotReplacedUnlessAsked() {
    ToolHarness refused =
        deploy(
            preflight(SampleRunbook.KEYS).on(TASK, Acme.TASK).on(PUT, STORED), SampleRunbook.TEXT);
    assertThat(refused.failure(BadArguments.class).argument()).isEqualTo("task");
    assertThat(refused.failure(BadArguments.class).problem())
        .contains("\"reports\"", "Nothing was stored", "another task", "store_anyway");
    assertThat(refused.jetty().lines()).doesNotContain(PUT);
    ToolHarness stored =
        ToolHarness.of(
            RunbookTools.DEPLOY_RUNBOOK,
            preflight(SampleRunbook.KEYS).on(TASK, Acme.TASK).on(PUT, STORED).jetty(),
            new FakeLocalAccess(),
            arguments(SampleRunbook.TEXT).put("store_anyway", true));
    assertThat(stored.shown().path("warnings").toString()).contains("its workflow was replaced");
  }

  @Test
  void taskWithoutStepsIsReplaced() {
    String empty = "{'name':'reports','workflow':{'init_params':{},'step_configs':{},'steps':[]}}";
    ToolHarness call =
        deploy(preflight(SampleRunbook.KEYS).on(TASK, empty).on(PUT, STORED), SampleRunbook.TEXT);
    assertThat(call.shown().path("action").asString()).isEqualTo("updated");
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
  void plainPromptIsStoredWithWarnings() {
    ToolHarness call = deploy(fresh(), "Say hello.");
    assertThat(call.shown().path("action").asString()).isEqualTo("created");
    assertThat(call.shown().path("warnings").toString()).contains("## Objective");
    assertThat(body(call, POST).path("workflow").path("init_params").has("runbook_evals_version"))
        .isFalse();
  }

  @Test
  void strictRefusesAnyFinding() {
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.DEPLOY_RUNBOOK,
            fresh().jetty(),
            new FakeLocalAccess(),
            arguments(SampleRunbook.TEXT.replace("## Tips", "## Hints")).put("strict", true));
    assertThat(call.failure(BadArguments.class).problem()).contains("strict", "## Tips");
    assertThat(call.jetty().requests()).isEmpty();
    assertThat(
            ToolHarness.of(
                    RunbookTools.DEPLOY_RUNBOOK,
                    fresh().jetty(),
                    new FakeLocalAccess(),
                    arguments(SampleRunbook.TEXT).put("strict", true))
                .shown()
                .path("action")
                .asString())
        .isEqualTo("created");
  }

  @Test
  void invalidRunbookIsRefusedBeforeAnyRequest() {
    ToolHarness call =
        deploy(
            fresh(), SampleRunbook.TEXT.replace("evaluation: programmatic\n", "evaluation: {a\n"));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("runbook");
    assertThat(call.failure(BadArguments.class).problem()).contains("Line ");
    assertThat(call.jetty().requests()).isEmpty();
  }

  private static final String STORED =
      SampleRunbook.RUNBOOK_TASK.replaceFirst("\\{", "{\"has_file_uploads\":true,");

  private static Routes fresh() {
    return preflight(SampleRunbook.KEYS).on(TASK, Routes.notFound()).on(POST, STORED);
  }

  private static Routes preflight(String environment) {
    return new Routes().on(ENVIRONMENT, environment).on(TRIAL, "{'active':false}");
  }

  private static ToolHarness deploy(Routes routes, String text) {
    return ToolHarness.of(
        RunbookTools.DEPLOY_RUNBOOK, routes.jetty(), new FakeLocalAccess(), arguments(text));
  }

  private static ObjectNode arguments(String text) {
    return Json.object().put("task", "reports").put("runbook", text);
  }
}
