package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Runs of runbooks, called as a chat or stored as a task. */
class SimulatedRunbookTest {
  /** What the other tests of runbooks use, too. */
  static final String RUNBOOK =
      """
      ---
      version: "1.0"
      evaluation: rubric
      primary_outputs: [report.csv, charts/plot.png]
      secrets:
        CRM:
          env: CRM_ACCESS_CODE
          description: reads the customers
          required: true
        EXTRA: {env: NOT_SET_ANYWHERE, required: false}
      ---
      # Customers

      ## Objective

      Count the customers of {{ region }} since {{year}}.

      ## Parameters
      ## Step 1: Read the list of {{region}}
      ```
      ## Step 9: no heading
      ```
      ## Step 2: Count
      Write {{results_dir}}/report.csv, and {{nothing}}.
      """;

  private Simulator simulator;
  private SimulatorClient visit;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(RunTimings.INSTANT));
    visit = SimulatorClient.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aCallAnswersWithTheRunWhenItIsOver() {
    SimulatorClient.Got got = call(customers("count"));
    assertThat(got.status()).isEqualTo(200);
    JsonNode metadata = got.json().path("jetty_metadata");
    String id = metadata.path("trajectory_id").asString();
    assertThat(id).matches("[0-9a-f]{8}");
    assertThat(got.json().path("id").asString()).isEqualTo("chatcmpl-" + id);
    assertThat(metadata.path("workflow_id").asString()).isEqualTo("acme-count--" + id);
    assertThat(metadata.path("storage_path").asString()).isEqualTo("acme/count/0000");
    assertThat(metadata.path("collection").asString()).isEqualTo("acme");
    assertThat(metadata.path("task").asString()).isEqualTo("count");
    assertThat(metadata.path("status").asString()).isEqualTo("completed");
    assertThat(got.json().path("files").size()).isEqualTo(4);
    assertThat(visit.get("/api/v1/trial/acme").json().path("runs_used").asInt()).isEqualTo(4);
  }

  @Test
  void theRunTellsOfItsFilesAsJettysDo() {
    JsonNode outputs = outputs(customers("count"));
    assertThat(outputs.path("success").asBoolean()).isTrue();
    assertThat(outputs.path("results_files"))
        .extracting(file -> file.path("path").asString().replaceAll("/[0-9a-f]{8}\\.", "/ID."))
        .containsExactly(
            "acme/count/0000/ID.run.0000.app--results--report.csv",
            "acme/count/0000/ID.run.0001.app--results--charts--plot.png",
            "acme/count/0000/ID.run.0002.app--results--validation_report.json",
            "acme/count/0000/ID.run.0003.app--results--summary.md");
    assertThat(outputs.path("results_files").path(0).path("extension").asString()).isEqualTo("csv");
    assertThat(outputs.path("results_files").path(0).path("content_type").asString())
        .isEqualTo("text/csv");
    assertThat(outputs.path("primary_files").size()).isEqualTo(2);
    assertThat(outputs.path("usage").path("total_tokens").asInt()).isPositive();
    assertThat(outputs.path("usage").path("cost_usd").isNumber()).isTrue();
  }

  @Test
  void placeholdersAreFilledAndThoseWithoutAValueStay() {
    JsonNode outputs = outputs(customers("count"));
    String summary = file(outputs, 3);
    assertThat(summary)
        .contains("Count the customers of Bremen since 1999.")
        .contains("- results_dir: /app/results", "- region: Bremen", "- year: 1999")
        .contains("Without a value: nothing");
    assertThat(file(outputs, 0)).contains("\"region\",\"Bremen\"");
    JsonNode report = SimulatorJson.parse(file(outputs, 2));
    assertThat(report.path("stages").path(0).path("name").asString())
        .isEqualTo("Step 1: Read the list of Bremen");
    assertThat(report.path("stages").size()).isEqualTo(2);
    assertThat(file(outputs, 1)).contains("PNG");
    assertThat(file(outputs(customers("count")), 3)).as("the same again").isEqualTo(summary);
  }

  @Test
  void theSecondVersionReportsChecks() {
    String runbook =
        RUNBOOK.replace("\"1.0\"", "2").replace("[report.csv, charts/plot.png]", "a.b");
    JsonNode outputs = outputs(ChatBody.runbook("count", runbook));
    JsonNode report = SimulatorJson.parse(file(outputs, 1));
    assertThat(report.path("version").asInt()).isEqualTo(2);
    assertThat(report.path("checks").path(0).path("id").asString()).isEqualTo("outputs-exist");
  }

  @Test
  void onlyWhatLiesInTheResultsSurvives() {
    ChatBody lost = customers("count").jetty("template_variables", "{'results_dir':'/tmp/x'}");
    JsonNode outputs = outputs(lost);
    assertThat(outputs.path("success").asBoolean()).isTrue();
    assertThat(outputs.path("results_files").isEmpty()).isTrue();
    String runbook = RUNBOOK.replace("[report.csv, charts/plot.png]", "[/app/results/a.md, ../b]");
    assertThat(outputs(ChatBody.runbook("count", runbook)).path("primary_files"))
        .extracting(file -> file.path("path").asString())
        .allMatch(path -> path.endsWith(".run.0000.app--results--a.md"))
        .hasSize(1);
  }

  @Test
  void aTextThatIsNoRunbookIsFollowedToo() {
    for (String text :
        List.of("Do it.", "---\n{{x}}: [\n---\n", "---\nopen", "---\nversion: &a [*a]\n---")) {
      JsonNode outputs = outputs(ChatBody.runbook("count", text));
      assertThat(outputs.path("results_files").size()).as(text).isEqualTo(2);
      assertThat(outputs.path("primary_files").isEmpty()).isTrue();
    }
  }

  @Test
  void aMissingSecretFailsTheStepAndIsNamed() {
    String runbook = RUNBOOK.replace("CRM_ACCESS_CODE", "SHOP_PASSPHRASE");
    JsonNode failed = trajectory(ChatBody.runbook("count", runbook));
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.path("steps").path("run").path("error").asString())
        .isEqualTo("Required secrets are not set in collection 'acme': SHOP_PASSPHRASE");
    ChatBody sent =
        ChatBody.runbook("count", runbook)
            .jetty("secret_params", "{'SHOP_PASSPHRASE':'pretend-value'}");
    JsonNode done = trajectory(sent);
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(done.toString()).doesNotContain("pretend-value");
  }

  @Test
  void anAgentThatCannotStartLeavesACompletedRunWithoutFiles() {
    for (String block :
        List.of(
            "'model_provider':'openrouter'",
            "'model_provider':'nowhere'",
            "'agent':'hal-9000'",
            "'agent':'gemini-cli','model_provider':'google','model':'google/gemini'")) {
      ChatBody body = ChatBody.runbook("count", RUNBOOK);
      JsonNode fields = SimulatorJson.parse("{" + block.replace('\'', '"') + "}");
      fields.properties().forEach(field -> body.jetty(field.getKey(), field.getValue() + ""));
      if (fields.has("model")) {
        body.with("model", fields.path("model").toString());
      }
      JsonNode run = trajectory(body);
      assertThat(run.path("status").asString()).as(block).isEqualTo("completed");
      JsonNode outputs = run.path("steps").path("run").path("outputs");
      assertThat(outputs.path("success").asBoolean(true)).as(block).isFalse();
      assertThat(outputs.path("results_files").isEmpty()).as(block).isTrue();
    }
  }

  @Test
  void aModelInTheSpellingOfItsProviderWorks() {
    ChatBody dotted =
        customers("count")
            .with("model", "'anthropic/claude-sonnet-4.6'")
            .jetty("model_provider", "'openrouter'");
    assertThat(outputs(dotted).path("success").asBoolean()).isTrue();
    ChatBody dashed = customers("count").jetty("model_provider", "'anthropic'");
    assertThat(outputs(dashed).path("success").asBoolean()).isTrue();
  }

  @Test
  void withoutATrialTheAgentNeedsTheKeyOfItsProvider() {
    ChatBody body = ChatBody.runbook("count", "Do it.").jetty("collection", "'acme-lab'");
    SimulatorClient person = visit.as(simulator.tokens().person());
    SimulatorClient.Got failed = person.json("POST", ChatBody.PATH, body.toString());
    assertThat(failed.json().path("jetty_metadata").path("status").asString()).isEqualTo("failed");
    assertThat(failed.text()).contains("agent 'claude-code' needs ANTHROPIC_API_KEY");
    String key = "{\"environment_variables\":{\"ANTHROPIC_API_KEY\":\"pretend-key\"}}";
    person.json("PATCH", "/api/v1/collections/acme-lab/environment", key);
    SimulatorClient.Got done = person.json("POST", ChatBody.PATH, body.toString());
    assertThat(done.json().path("jetty_metadata").path("status").asString()).isEqualTo("completed");
  }

  @Test
  void theIdOfAFileAmongThePathsIsDroppedInSilence() {
    ChatBody body =
        customers("count").jetty("file_paths", "['file-0123456789','acme/_uploads/1/a.csv']");
    JsonNode run = trajectory(body);
    assertThat(run.path("init_params").path("file_paths").toString())
        .isEqualTo("[\"acme/_uploads/1/a.csv\"]");
    assertThat(file(run.path("steps").path("run").path("outputs"), 3))
        .contains("- acme/_uploads/1/a.csv");
    MultipartBody upload = new MultipartBody().file("file", "b.csv", "text/csv", "a,b");
    String id = visit.form("/api/v1/files", upload).json().path("id").asString();
    JsonNode second = trajectory(customers("count").jetty("files", "['" + id + "']"));
    assertThat(second.path("init_params").path("file_paths").path(0).asString())
        .isEqualTo("acme/_files/" + id + "/b.csv");
    SimulatorClient.Got unknown = call(customers("count").jetty("files", "['file-0123456789']"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("error").path("message").asString())
        .isEqualTo("File 'file-0123456789' not found");
  }

  @Test
  void theStoredWorkflowOfATaskIsWhatRuns() {
    String stub =
        "{'steps':['completion'],'step_configs':{'completion':{'activity':'passthrough'}}}";
    store("stub", stub);
    JsonNode failed = trajectory(customers("stub"));
    assertThat(failed.path("steps").path("completion").path("error").asString())
        .isEqualTo("No step registered for 'completion'");
    JsonNode echo = trajectory(customers("test-echo"));
    assertThat(echo.path("steps").propertyNames()).containsExactly("echo");
  }

  @Test
  void aStoredRunbookRunsWithTheInputsOfARun() {
    store(
        "stored",
        "{'init_params':{'text':'Greet {{name}} in {{results_dir}}','vars':{'name':'Ada'}},"
            + "'steps':['run'],'step_configs':{'run':{'activity':'runbook',"
            + "'instruction_path':'init_params.text','agent':'claude-code',"
            + "'template_variables_path':'init_params.vars',"
            + "'files_path':'init_params.file_paths'}}}");
    JsonNode byDefault =
        visit.form("/api/v1/run-sync/acme/stored", new MultipartBody()).json().path("trajectory");
    assertThat(file(byDefault.path("steps").path("run").path("outputs"), 1))
        .contains("- name: Ada");
    MultipartBody other = new MultipartBody().field("init_params", "{\"vars\":{\"name\":\"Bo\"}}");
    JsonNode run = visit.form("/api/v1/run-sync/acme/stored", other).json().path("result");
    assertThat(file(run, 1)).contains("- name: Bo");
  }

  @Test
  void aStoredRunbookTakesTheOtherNameOfTheActivityToo() {
    String config = "{'steps':['run'],'step_configs':{'run':{'activity':'runbook_agent'}}}";
    store("nameless", config);
    JsonNode run =
        visit.form("/api/v1/run-sync/acme/nameless", new MultipartBody()).json().path("trajectory");
    assertThat(run.path("steps").path("run").path("error").asString())
        .isEqualTo("ValueError: instruction is required");
  }

  @Test
  void collectionTaskAndRunbookAreRequired() {
    assertRefused(customers("count").jetty("collection", "null"), 400, "jetty.collection");
    assertRefused(customers("count").jetty("task", "' '"), 400, "jetty.task");
    assertRefused(ChatBody.runbook("count", " "), 400, "system message");
    assertThat(call(customers("count").jetty("collection", "'nowhere'")).status()).isEqualTo(404);
    assertThat(call(customers("count").jetty("collection", "'acme-lab'")).status()).isEqualTo(403);
    SimulatorClient reader = visit.as(simulator.tokens().reader());
    assertThat(reader.json("POST", ChatBody.PATH, customers("count").toString()).status())
        .isEqualTo(403);
  }

  private void assertRefused(ChatBody body, int status, String words) {
    SimulatorClient.Got got = call(body);
    assertThat(got.status()).isEqualTo(status);
    assertThat(got.json().path("error").path("message").asString()).contains(words);
  }

  private static ChatBody customers(String task) {
    return ChatBody.runbook(task, RUNBOOK)
        .jetty("template_variables", "{'region':'Bremen','year':1999}");
  }

  private void store(String task, String workflow) {
    String body = "{'name':'%s','workflow':%s}".formatted(task, workflow).replace('\'', '"');
    assertThat(visit.json("POST", "/api/v1/tasks/acme", body).status()).isEqualTo(201);
  }

  private SimulatorClient.Got call(ChatBody body) {
    return visit.json("POST", ChatBody.PATH, body.toString());
  }

  private JsonNode trajectory(ChatBody body) {
    JsonNode metadata = call(body).json().path("jetty_metadata");
    return visit
        .get(
            "/api/v1/db/trajectory/acme/%s/%s"
                .formatted(
                    metadata.path("task").asString(), metadata.path("trajectory_id").asString()))
        .json();
  }

  private JsonNode outputs(ChatBody body) {
    return trajectory(body).path("steps").path("run").path("outputs");
  }

  private String file(JsonNode outputs, int index) {
    String path = outputs.path("results_files").path(index).path("path").asString();
    return visit.get("/api/v1/file/" + path).text();
  }
}
