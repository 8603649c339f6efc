package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.runbooks.SampleRunbook;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.engine.RunTimings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests runbooks from the plan to the files of a run, with the simulator. */
@Timeout(120)
class RunbookIT {
  private static final String KEY = "pretend-key-" + "k".repeat(20);
  private static final String HOOK = "https://hooks.example/pretend-" + "h".repeat(12);

  private static final String DEPLOY = "{\"runbook_path\":\"RUNBOOK.md\",\"task\":\"reports\"}";

  @RegisterExtension
  final SimulatorExtension jetty =
      SimulatorExtension.with(
          SimulatorOptions.defaults().withTimings(RunTimings.ofStep(Duration.ofMillis(200))));

  @RegisterExtension final Program program = new Program();

  @BeforeEach
  void writeRunbook() throws IOException {
    Files.writeString(program.work.resolve("RUNBOOK.md"), SampleRunbook.TEXT);
    Files.writeString(program.work.resolve("data.csv"), "a,b\n1,2\n");
  }

  /** Starts a server with the variables that the runbook needs. */
  private ServerProcess serveWithSecrets() throws IOException {
    ServerProcess server =
        program
            .with("JETTY_API_URL", jetty.url())
            .with("JETTY_API_TOKEN", jetty.token())
            .with("JETTY_COLLECTION", "acme")
            .serve();
    server.data("set-env-var", "{\"name\":\"ANTHROPIC_API_KEY\",\"value\":\"" + KEY + "\"}");
    server.data("set-env-var", "{\"name\":\"SLACK_URL\",\"value\":\"" + HOOK + "\"}");
    return server;
  }

  /** Returns arguments of run-runbook in remote mode. */
  static String remote(String more) {
    return "{\"mode\":\"remote\",\"task\":\"reports\",\"runbook_path\":\"RUNBOOK.md\",%s}"
        .formatted(more);
  }

  private static String summary(ServerProcess server, JsonNode run) throws IOException {
    assertThat(run.path("status").asString()).isEqualTo("completed");
    List<String> paths =
        run.path("files").values().stream().map(file -> file.path("path").asString()).toList();
    assertThat(paths).hasSize(3).anyMatch(path -> path.endsWith("report.md"));
    String path =
        paths.stream().filter(name -> name.endsWith("summary.md")).findFirst().orElseThrow();
    return server.data("read-file", "{\"file_path\":\"" + path + "\"}").toString();
  }

  @Test
  void localPlanNeedsNoToken() throws Exception {
    program.withUnreachableJetty().with("SLACK_URL", HOOK).with("ANTHROPIC_API_KEY", KEY);
    try (ServerProcess server = program.serve()) {
      JsonNode plan =
          server.data(
              "run-runbook",
              "{\"runbook_path\":\"RUNBOOK.md\",\"parameters\":{\"topic\":\"lighthouses\"}}");
      assertThat(plan.path("mode").asString()).isEqualTo("local");
      assertThat(plan.path("objective").asString())
          .isEqualTo("Write a report on lighthouses with 10 samples.");
      assertThat(plan.path("steps"))
          .extracting(step -> step.path("number").asInt())
          .containsExactly(1, 2, 3, 4, 5);
      assertThat(plan.path("runbook").asString()).contains("./results/report.md", "Be brief.");
      assertThat(plan.path("secrets"))
          .extracting(secret -> secret.path("env").asString() + secret.path("set").asBoolean())
          .containsExactly("SLACK_URLtrue", "EXTRA_KEYfalse");
      JsonNode check = server.data("validate-runbook", "{\"runbook_path\":\"RUNBOOK.md\"}");
      assertThat(check.path("valid").asBoolean()).isTrue();
      server.end();
      assertThat(server.stdout().toString() + server.stderr()).doesNotContain(HOOK, KEY);
    }
  }

  @Test
  void remoteRunReportsProgressAndFillsParametersInFiles() throws Exception {
    try (ServerProcess server = serveWithSecrets()) {
      assertThat(
              server
                  .data("check-secrets", "{\"runbook_path\":\"RUNBOOK.md\"}")
                  .path("ready")
                  .asBoolean())
          .isTrue();
      server.begin(
          "1",
          "run-runbook",
          remote("\"parameters\":{\"topic\":\"lighthouses\"},\"files\":[\"data.csv\"]"),
          "\"token\"");
      JsonNode run = server.answer("1").path("result").path("structuredContent");
      assertThat(summary(server, run))
          .contains("topic: lighthouses", "sample_size: 10", "results_dir: /app/results")
          .contains("Write a report on lighthouses with 10 samples.", "data.csv");
      assertThat(server.messages("notifications/progress"))
          .extracting(message -> message.path("params").path("message").asString())
          .anyMatch(text -> text.contains("the agent has written "));
      server.end();
      assertThat(server.stdout().toString() + server.stderr()).doesNotContain(HOOK, KEY);
    }
  }

  @Test
  void handleLeadsToTheResult() throws Exception {
    jetty.restart(
        SimulatorOptions.defaults().withTimings(RunTimings.ofStep(Duration.ofMillis(300))));
    try (ServerProcess server = serveWithSecrets()) {
      JsonNode run =
          server.data(
              "run-runbook", remote("\"parameters\":{\"topic\":\"sea\"},\"wait_seconds\":0"));
      assertThat(run.path("finished").asBoolean(true)).isFalse();
      JsonNode next = run.path("next").path(0);
      assertThat(next.path("tool").asString()).isEqualTo("wait-for-run");
      JsonNode end = server.data("wait-for-run", next.path("arguments").toString());
      assertThat(end.path("trajectory_id")).isEqualTo(run.path("trajectory_id"));
      assertThat(summary(server, end)).contains("topic: sea");
      assertThat(server.data("list-trajectories", "{\"task\":\"reports\"}").path("trajectories"))
          .hasSize(1);
    }
  }

  @Slow
  @Test
  void deployedRunbookRunsAndCanBeReplaced() throws Exception {
    try (ServerProcess server = serveWithSecrets()) {
      JsonNode stored = server.data("deploy-runbook", DEPLOY);
      assertThat(stored.path("action").asString()).isEqualTo("created");
      assertThat(stored.path("missing_secrets")).isEmpty();
      JsonNode next = stored.path("next").path(0);
      assertThat(next.path("tool").asString()).isEqualTo("run-runbook");
      ObjectNode arguments = (ObjectNode) next.path("arguments");
      arguments.putObject("parameters").put("topic", "the moon");
      JsonNode first = server.data("run-runbook", arguments.toString());
      assertThat(first.has("warnings")).isFalse();
      assertThat(summary(server, first))
          .contains("Write a report on the moon with 10 samples.", "topic: the moon");

      Files.writeString(
          program.work.resolve("RUNBOOK.md"),
          SampleRunbook.TEXT
              .replace("Write a report on", "Now sing of")
              .replace("snapshot: prism-playwright", "snapshot: python312-uv"));
      JsonNode run = server.data("run-runbook", remote("\"parameters\":{\"topic\":\"Mars\"}"));
      assertThat(run.path("warnings").toString()).contains("other values (snapshot)");
      assertThat(summary(server, run)).contains("Now sing of Mars with 10 samples.");
      JsonNode again = server.data("deploy-runbook", DEPLOY);
      assertThat(again.path("action").asString()).isEqualTo("updated");
      assertThat(again.path("changed").toString())
          .isEqualTo(
              "[{\"path\":\"init_params.snapshot\",\"from\":\"prism-playwright\","
                  + "\"to\":\"python312-uv\"}]");
      server.end();
    }
  }

  @Test
  void checksOfTheSecondVersionRunOnceTheirSettingsAreStored() throws Exception {
    Files.writeString(program.work.resolve("RUNBOOK.md"), SampleRunbook.secondVersion());
    try (ServerProcess server = serveWithSecrets()) {
      assertThat(
              server
                  .data("validate-runbook", "{\"runbook_path\":\"RUNBOOK.md\"}")
                  .path("version")
                  .asInt())
          .isEqualTo(2);
      String go =
          remote(
              "\"parameters\":{\"donor\":\"Ann\"},\"secret_params\":{\"OPENAI_API_KEY\":\""
                  + KEY
                  + "\"},\"labels\":{\"team\":\"docs\"},\"timeout_sec\":600");
      JsonNode unchecked = server.data("run-runbook", go);
      assertThat(unchecked.path("status").asString()).isEqualTo("completed");
      assertThat(unchecked.path("warnings").toString()).contains("the task is new");
      JsonNode fix =
          unchecked.path("next").values().stream()
              .filter(next -> next.path("tool").asString().equals("deploy-runbook"))
              .findFirst()
              .orElseThrow();
      JsonNode stored = server.data("deploy-runbook", fix.path("arguments").toString());
      assertThat(stored.path("action").asString()).isEqualTo("created");
      JsonNode checked = server.data("run-runbook", go);
      assertThat(checked.path("status").asString()).isEqualTo("completed");
      assertThat(checked.path("warnings")).isEmpty();
      JsonNode runs = server.data("list-trajectories", "{\"task\":\"reports\"}");
      assertThat(runs.path("trajectories").path(0).path("labels").toString()).contains("docs");
      server.end();
      assertThat(server.stdout().toString() + server.stderr()).doesNotContain(KEY);
    }
  }

  @Test
  void missingSecretsStopTheDeploymentBeforeAnythingIsStored() throws Exception {
    program
        .with("JETTY_API_URL", jetty.url())
        .with("JETTY_API_TOKEN", jetty.token())
        .with("JETTY_COLLECTION", "acme");
    try (ServerProcess server = program.serve()) {
      assertThat(server.refusal("deploy-runbook", DEPLOY))
          .contains("Nothing was stored", "- SLACK_URL", "https://jetty.io/acme", "store_anyway");
      assertThat(server.refusal("get-task", "{\"task\":\"reports\"}")).contains("reports");
      JsonNode stored =
          server.data("deploy-runbook", DEPLOY.replace("{", "{\"store_anyway\":true,"));
      assertThat(stored.path("missing_secrets").toString()).contains("SLACK_URL");
      server.end();
    }
  }

  @Test
  void plainPromptIsDeployedAndRunWithWarnings() throws Exception {
    Files.writeString(program.work.resolve("RUNBOOK.md"), "Greet the sea.\n");
    try (ServerProcess server = serveWithSecrets()) {
      assertThat(server.refusal("deploy-runbook", DEPLOY.replace("{", "{\"strict\":true,")))
          .contains("strict", "## Objective");
      JsonNode stored = server.data("deploy-runbook", DEPLOY);
      assertThat(stored.path("warnings").toString()).contains("## Objective");
      JsonNode run =
          server.data("run-runbook", stored.path("next").path(0).path("arguments").toString());
      assertThat(run.path("status").asString()).isEqualTo("completed");
      server.end();
    }
  }

  @Test
  void localPlanKeepsTheTableOfParameters() throws Exception {
    program.withUnreachableJetty();
    try (ServerProcess server = program.serve()) {
      JsonNode plan =
          server.data(
              "run-runbook",
              "{\"runbook_path\":\"RUNBOOK.md\",\"parameters\":{\"topic\":\"lighthouses\"}}");
      assertThat(plan.path("runbook").asString()).contains("| Topic | `{{topic}}` |");
      assertThat(plan.path("steps").path(0).propertyNames())
          .containsExactly("number", "title", "lines");
      server.end();
    }
  }
}
