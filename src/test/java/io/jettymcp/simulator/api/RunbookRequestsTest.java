package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.ChatBody;
import io.jettymcp.simulator.MultipartBody;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Runs of runbooks, called as a chat or stored as a task. */
class RunbookRequestsTest {
  /** Also used by the other tests of runbooks. */
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

  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  private final SimulatorClient client = jetty.client();

  @Test
  void responseDescribesTheFinishedRun() {
    Reply reply = client.chat(customers("count"));
    assertThat(reply.status()).isEqualTo(200);
    JsonNode metadata = reply.jettyMetadata();
    String id = metadata.path("trajectory_id").asString();
    assertThat(id).matches("[0-9a-f]{8}");
    assertThat(reply.json().path("id").asString()).isEqualTo("chatcmpl-" + id);
    assertThat(metadata)
        .hasToString(
            """
            {"trajectory_id":"%1$s","workflow_id":"acme-count--%1$s","collection":"acme",\
            "task":"count","storage_path":"acme/count/0000","status":"completed"}"""
                .formatted(id));
    assertThat(reply.json().path("files").size()).isEqualTo(4);
  }

  @Test
  void trialPaysForTheRun() {
    client.chat(customers("count"));
    assertThat(client.get("/api/v1/trial/acme").json().path("runs_used").asInt()).isEqualTo(4);
  }

  @Nested
  class Outputs {
    private JsonNode outputs = MissingNode.getInstance();

    @BeforeEach
    void run() {
      outputs = outputs(customers("count"));
    }

    @Test
    void listTheResultFiles() {
      assertThat(outputs.path("success").asBoolean()).isTrue();
      assertThat(outputs.path("results_files"))
          .extracting(file -> file.path("path").asString().replaceAll("/[0-9a-f]{8}\\.", "/ID."))
          .containsExactly(
              "acme/count/0000/ID.run.0000.app--results--report.csv",
              "acme/count/0000/ID.run.0001.app--results--charts--plot.png",
              "acme/count/0000/ID.run.0002.app--results--validation_report.json",
              "acme/count/0000/ID.run.0003.app--results--summary.md");
      assertThat(outputs.at("/results_files/0/extension").asString()).isEqualTo("csv");
      assertThat(outputs.at("/results_files/0/content_type").asString()).isEqualTo("text/csv");
      assertThat(outputs.path("primary_files").size()).isEqualTo(2);
    }

    @Test
    void estimateTheUsage() {
      assertThat(outputs.at("/usage/total_tokens").asInt()).isPositive();
      assertThat(outputs.at("/usage/cost_usd").isNumber()).isTrue();
    }

    @Test
    void summarizeTheFilledRunbook() {
      assertThat(file(outputs, 3))
          .contains("Count the customers of Bremen since 1999.")
          .contains("- results_dir: /app/results", "- region: Bremen", "- year: 1999");
    }

    @Test
    void nameThePlaceholdersWithoutAValue() {
      assertThat(file(outputs, 3)).contains("Without a value: nothing");
    }

    @Test
    void haveATableOfTheParameters() {
      assertThat(file(outputs, 0)).contains("\"region\",\"Bremen\"");
    }

    @Test
    void reportTheSteps() {
      JsonNode report = JsonMapper.shared().readTree(file(outputs, 2));
      assertThat(report.at("/stages/0/name").asString())
          .isEqualTo("Step 1: Read the list of Bremen");
      assertThat(report.path("stages").size()).isEqualTo(2);
    }

    @Test
    void haveAnImage() {
      assertThat(file(outputs, 1)).contains("PNG");
    }

    @Test
    void areDeterministic() {
      assertThat(file(outputs(customers("count")), 3)).isEqualTo(file(outputs, 3));
    }
  }

  @Test
  void secondVersionReportsChecks() {
    String runbook =
        RUNBOOK.replace("\"1.0\"", "2").replace("[report.csv, charts/plot.png]", "a.b");
    JsonNode outputs = outputs(ChatBody.runbook("count", runbook));
    JsonNode report = JsonMapper.shared().readTree(file(outputs, 1));
    assertThat(report.path("version").asInt()).isEqualTo(2);
    assertThat(report.at("/checks/0"))
        .hasToString(
            """
            {"kind":"step","id":"step-1","name":"Read the list of {{region}}","status":"pass"}""");
    assertThat(outputs.has("verdict")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"bash, pass", "ruby, fail"})
  void verdictIsThereIfTheTaskDeclaresTheSecondVersion(String language, String verdict) {
    client.createTask(
        "checked",
        """
        {"init_params": {"runbook_evals_version": 2}, "steps": ["run"],
         "step_configs": {"run": {"activity": "runbook",
          "instruction_path": "init_params.instruction"}}}""");
    String checks = "\n## Step 3: Code Checks\n### a — A file\n```%s\ntrue\n```\n";
    JsonNode outputs = outputs(ChatBody.runbook("checked", RUNBOOK + checks.formatted(language)));
    assertThat(outputs.path("verdict").asString()).isEqualTo(verdict);
  }

  @Test
  void labelsAreThoseOfTheRun() {
    JsonNode run = trajectory(customers("count").jetty("labels", "{\"team\": \"docs\"}"));
    assertThat(run.at("/labels/0/key").asString()).isEqualTo("team");
    assertThat(run.at("/labels/0/value").asString()).isEqualTo("docs");
  }

  @Test
  void timeLimitIsANumberOfSeconds() {
    assertThat(client.chat(customers("count").jetty("timeout_sec", "0")).status()).isEqualTo(422);
    assertThat(client.chat(customers("count").jetty("timeout_sec", "60")).status()).isEqualTo(200);
  }

  @Test
  void filesOutsideTheResultsDirectoryAreLost() {
    ChatBody body =
        customers("count")
            .jetty(
                "template_variables",
                """
                {"results_dir": "/tmp/x"}""");
    JsonNode outputs = outputs(body);
    assertThat(outputs.path("success").asBoolean()).isTrue();
    assertThat(outputs.path("results_files").isEmpty()).isTrue();
  }

  @Test
  void primaryOutputsAreRelativeToTheResultsDirectory() {
    String runbook = RUNBOOK.replace("[report.csv, charts/plot.png]", "[/app/results/a.md, ../b]");
    assertThat(outputs(ChatBody.runbook("count", runbook)).path("primary_files"))
        .extracting(file -> file.path("path").asString())
        .allMatch(path -> path.endsWith(".run.0000.app--results--a.md"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Do it.", "---\n{{x}}: [\n---\n", "---\nopen", "---\nversion: &a [*a]\n---"})
  void textThatIsNoRunbookRunsToo(String text) {
    JsonNode outputs = outputs(ChatBody.runbook("count", text));
    assertThat(outputs.path("results_files").size()).isEqualTo(2);
    assertThat(outputs.path("primary_files").isEmpty()).isTrue();
  }

  @Nested
  class Secrets {
    private final ChatBody body =
        ChatBody.runbook("count", RUNBOOK.replace("CRM_ACCESS_CODE", "SHOP_PASSPHRASE"));

    @Test
    void thatAreMissingFailTheStep() {
      JsonNode failed = trajectory(body);
      assertThat(failed.path("status").asString()).isEqualTo("failed");
      assertThat(failed.at("/steps/run/error").asString())
          .isEqualTo("Required secrets are not set in collection 'acme': SHOP_PASSPHRASE");
    }

    @Test
    void canBeSentWithTheCall() {
      JsonNode done =
          trajectory(
              body.jetty(
                  "secret_params",
                  """
                  {"SHOP_PASSPHRASE": "pretend-value"}"""));
      assertThat(done.path("status").asString()).isEqualTo("completed");
      assertThat(done.toString()).doesNotContain("pretend-value");
    }
  }

  @Nested
  class Agents {
    @ParameterizedTest
    @CsvSource({
      "claude-code, openrouter, claude-sonnet-4-6",
      "claude-code, nowhere,    claude-sonnet-4-6",
      "hal-9000,    anthropic,  claude-sonnet-4-6",
      "gemini-cli,  google,     google/gemini"
    })
    void thatCannotStartLeaveACompletedRunWithoutFiles(
        String agent, String provider, String model) {
      ChatBody body =
          ChatBody.runbook("count", RUNBOOK)
              .jettyText("agent", agent)
              .jettyText("model_provider", provider)
              .withText("model", model);
      JsonNode run = trajectory(body);
      assertThat(run.path("status").asString()).isEqualTo("completed");
      JsonNode outputs = run.at("/steps/run/outputs");
      assertThat(outputs.path("success").asBoolean(true)).isFalse();
      assertThat(outputs.path("results_files").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"openrouter, anthropic/claude-sonnet-4.6", "anthropic, claude-sonnet-4-6"})
    void startWithAModelInTheSpellingOfItsProvider(String provider, String model) {
      ChatBody body =
          customers("count").withText("model", model).jettyText("model_provider", provider);
      assertThat(outputs(body).path("success").asBoolean()).isTrue();
    }

    @Test
    void failWithoutTheKeyOfTheProvider() {
      Reply failed = inLab();
      assertThat(failed.jettyMetadata().path("status").asString()).isEqualTo("failed");
      assertThat(failed.text()).contains("agent 'claude-code' needs ANTHROPIC_API_KEY");
    }

    @Test
    void startWithTheKeyOfTheProvider() {
      client
          .asPerson()
          .json(
              "PATCH",
              "/api/v1/collections/acme-lab/environment",
              """
              {"environment_variables": {"ANTHROPIC_API_KEY": "pretend-key"}}""");
      assertThat(inLab().jettyMetadata().path("status").asString()).isEqualTo("completed");
    }

    /** Runs in a collection without a trial. */
    private Reply inLab() {
      ChatBody body = ChatBody.runbook("count", "Do it.").jettyText("collection", "acme-lab");
      return client.asPerson().chat(body);
    }
  }

  @Nested
  class Files {
    @Test
    void areNamedByTheirPaths() {
      JsonNode run = trajectory(withPaths("acme/_uploads/1/a.csv"));
      assertThat(file(run.at("/steps/run/outputs"), 3)).contains("- acme/_uploads/1/a.csv");
    }

    @Test
    void areDroppedSilentlyIfTheirIdIsAmongThePaths() {
      JsonNode run = trajectory(withPaths("file-0123456789\", \"acme/_uploads/1/a.csv"));
      assertThat(run.at("/init_params/file_paths"))
          .hasToString(
              """
              ["acme/_uploads/1/a.csv"]""");
    }

    @Test
    void areFoundByTheirId() {
      MultipartBody upload = MultipartBody.ofFile("file", "b.csv", "text/csv", "a,b");
      String id = client.form("/api/v1/files", upload).json().path("id").asString();
      JsonNode run = trajectory(withId(id));
      assertThat(run.at("/init_params/file_paths/0").asString())
          .isEqualTo("acme/_files/" + id + "/b.csv");
    }

    @Test
    void areNotFoundByAnUnknownId() {
      Reply unknown = client.chat(withId("file-0123456789"));
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.openAiError()).isEqualTo("File 'file-0123456789' not found");
    }

    private static ChatBody withPaths(String paths) {
      return customers("count").jetty("file_paths", "[\"" + paths + "\"]");
    }

    private static ChatBody withId(String id) {
      return customers("count").jetty("files", "[\"" + id + "\"]");
    }
  }

  @Nested
  class StoredTasks {
    @Test
    void runTheirOwnWorkflow() {
      JsonNode echo = trajectory(customers("test-echo"));
      assertThat(echo.path("steps").propertyNames()).containsExactly("echo");
    }

    @Test
    void failIfTheirWorkflowIsAStub() {
      client.createTask(
          "stub",
          """
          {"steps": ["completion"], "step_configs": {"completion": {"activity": "passthrough"}}}""");
      JsonNode failed = trajectory(customers("stub"));
      assertThat(failed.at("/steps/completion/error").asString())
          .isEqualTo("No step registered for 'completion'");
    }

    @Test
    void runARunbookWithTheDefaultsOfTheTask() {
      assertThat(file(greet("{}"), 1)).contains("- name: Ada");
    }

    @Test
    void runARunbookWithTheInputsOfTheRun() {
      assertThat(
              file(
                  greet(
                      """
                      {"vars": {"name": "Bo"}}"""),
                  1))
          .contains("- name: Bo");
    }

    private JsonNode greet(String initParams) {
      client.createTask(
          "stored",
          """
          {
            "init_params": {"text": "Greet {{name}} in {{results_dir}}", "vars": {"name": "Ada"}},
            "steps": ["run"],
            "step_configs": {"run": {"activity": "runbook", "agent": "claude-code",
              "instruction_path": "init_params.text",
              "template_variables_path": "init_params.vars",
              "files_path": "init_params.file_paths"}}
          }""");
      return client.runToEnd("stored", initParams).at("/steps/run/outputs");
    }

    @Test
    void keepTheirSnapshot() {
      client.createTask(
          "boxed",
          """
          {"init_params": {"snapshot": "mine"}, "steps": ["run"],
           "step_configs": {"run": {"activity": "runbook",
            "instruction_path": "init_params.instruction",
            "snapshot_path": "init_params.snapshot"}}}""");
      JsonNode run = trajectory(customers("boxed").jettyText("snapshot", "other"));
      assertThat(run.at("/init_params/snapshot").asString()).isEqualTo("mine");
    }

    @Test
    void mayUseTheOtherNameOfTheActivity() {
      client.createTask(
          "nameless",
          """
          {"steps": ["run"], "step_configs": {"run": {"activity": "runbook_agent"}}}""");
      assertThat(client.runToEnd("nameless", "{}").at("/steps/run/error").asString())
          .isEqualTo("ValueError: instruction is required");
    }
  }

  @Nested
  class Refusals {
    @Test
    void ofACallWithoutACollection() {
      assertRefused(customers("count").jetty("collection", "null"), "jetty.collection");
    }

    @Test
    void ofACallWithoutATask() {
      assertRefused(customers("count").jettyText("task", " "), "jetty.task");
    }

    @Test
    void ofACallWithoutARunbook() {
      assertRefused(ChatBody.runbook("count", " "), "system message");
    }

    @ParameterizedTest
    @CsvSource({"nowhere, 404", "acme-lab, 403"})
    void ofAnotherCollection(String collection, int status) {
      ChatBody body = customers("count").jettyText("collection", collection);
      assertThat(client.chat(body).status()).isEqualTo(status);
    }

    @Test
    void ofAReader() {
      assertThat(client.asReader().chat(customers("count")).status()).isEqualTo(403);
    }

    private void assertRefused(ChatBody body, String words) {
      Reply reply = client.chat(body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.openAiError()).contains(words);
    }
  }

  private static ChatBody customers(String task) {
    return ChatBody.runbook(task, RUNBOOK)
        .jetty(
            "template_variables",
            """
            {"region": "Bremen", "year": 1999}""");
  }

  private JsonNode trajectory(ChatBody body) {
    JsonNode metadata = client.chat(body).jettyMetadata();
    return client
        .get(
            "/api/v1/db/trajectory/acme/%s/%s"
                .formatted(
                    metadata.path("task").asString(), metadata.path("trajectory_id").asString()))
        .json();
  }

  private JsonNode outputs(ChatBody body) {
    return trajectory(body).at("/steps/run/outputs");
  }

  private String file(JsonNode outputs, int index) {
    String path = outputs.path("results_files").path(index).path("path").asString();
    return client.get("/api/v1/file/" + path).text();
  }
}
