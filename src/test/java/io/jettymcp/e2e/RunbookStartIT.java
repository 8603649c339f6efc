package io.jettymcp.e2e;

import static io.jettymcp.e2e.RunbookIT.remote;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.SilentAnswer;
import io.jettymcp.runbooks.SampleRunbook;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Tests that a runbook is started once whatever Jetty answers, and never if something is missing.
 */
@Timeout(120)
class RunbookStartIT {
  private static final String CHAT = "POST /v1/chat/completions";
  private static final String UPLOAD = "POST /api/v1/sandbox/upload";
  private static final String TASK = "GET /api/v1/tasks/acme/reports";
  private static final String LIST = "GET /api/v1/db/trajectories/acme/reports";
  private static final String RUN = "GET /api/v1/db/trajectory/acme/reports/0a1b2c3d";
  private static final String GO = remote("\"parameters\":{\"topic\":\"sea\"}");
  private static final String METADATA =
      "\"jetty_metadata\":{\"trajectory_id\":\"0a1b2c3d\",\"status\":\"running\"}";
  private static final String NAMING =
      "data: {\"id\":\"chatcmpl-x\",\"choices\":[]," + METADATA + "}\n\n";
  private static final String SAYING =
      "data: {\"choices\":[{\"delta\":{\"content\":\"looking\\n\"}}]}\n\n";
  private static final String SECRET = "planted-" + "q".repeat(20);
  private static final FaultAnswer NO_RUNS = FaultAnswer.json("{\"trajectories\":[]}");

  @RegisterExtension
  final FaultServer jetty =
      FaultServer.withRoutes()
          .environment("SLACK_URL", SECRET, "ANTHROPIC_API_KEY", SECRET)
          .on(LIST, NO_RUNS)
          .on(RUN, run("completed"));

  @RegisterExtension final Program program = new Program().against(jetty.url());

  @BeforeEach
  void writeRunbook() throws IOException {
    Files.writeString(program.work.resolve("RUNBOOK.md"), SampleRunbook.TEXT);
    Files.writeString(program.work.resolve("data.csv"), "a,b\n");
  }

  private static FaultAnswer run(String status) {
    return run("0a1b2c3d", status);
  }

  private static FaultAnswer run(String id, String status) {
    return FaultAnswer.json(
        """
        {"trajectory_id":"%s","status":"%s","steps":{"run":{"activity":"runbook",\
        "outputs":{"success":true,"note":"%s","results_files":[{"path":"acme/reports/0000/a.md","extension":"md"}]}}}}"""
            .formatted(id, status, SECRET));
  }

  /** Starts a runbook and asserts that it was started once. */
  private JsonNode startOnce(ServerProcess server) throws IOException {
    int before = jetty.received(CHAT).size();
    JsonNode run = server.data("run-runbook", GO);
    assertThat(jetty.received(CHAT)).as("%s", run).hasSize(before + 1);
    return run;
  }

  @Test
  void runIdIsFoundInEveryFormOfReply() throws Exception {
    List<FaultAnswer> answers =
        List.of(
            FaultAnswer.events(": hello\n\n", SAYING, NAMING, "data: [DONE]\n\n"),
            FaultAnswer.json("{\"id\":\"chatcmpl-0a1b2c3d\",\"choices\":[]}"),
            FaultAnswer.json("{\"id\":\"chatcmpl-x\"," + METADATA + "}"),
            FaultAnswer.status(
                202,
                "application/json",
                """
                {"id":"chatcmpl-y","jetty_metadata":{"status":"running",\
                "workflow_id":"acme-reports--0a1b2c3d"}}"""),
            FaultAnswer.status(
                500, "application/json", "{\"error\":{\"message\":\"oh\"}," + METADATA + "}"),
            FaultAnswer.streamed("text/event-stream", NAMING, SAYING).then(FaultAnswer.reset()));
    try (ServerProcess server = program.serve()) {
      for (FaultAnswer answer : answers) {
        jetty.on(CHAT, answer);
        JsonNode run = startOnce(server);
        assertThat(run.path("trajectory_id").asString()).isEqualTo("0a1b2c3d");
        assertThat(run.path("status").asString()).isEqualTo("completed");
        assertThat(run.path("files")).hasSize(1);
      }
      server.end();
      assertThat(server.stdout().toString() + server.stderr()).doesNotContain(SECRET);
    }
  }

  @Test
  void runWithoutIdIsFoundAmongTheNewest() throws Exception {
    List<FaultAnswer> answers =
        List.of(
            FaultAnswer.status(524, "text/html", "<html><body>A timeout occurred</body></html>"),
            FaultAnswer.streamed("text/event-stream", SAYING).then(FaultAnswer.reset()),
            FaultAnswer.reset(),
            FaultAnswer.events(SAYING, "data: [DONE]\n\n"));
    try (ServerProcess server = program.serve()) {
      for (int i = 0; i < answers.size(); i++) {
        String id = "0a1b2c3" + i;
        jetty
            .on(CHAT, answers.get(i))
            .on(
                LIST,
                NO_RUNS,
                FaultAnswer.json("{\"trajectories\":[{\"trajectory_id\":\"%s\"}]}".formatted(id)))
            .on("GET /api/v1/db/trajectory/acme/reports/" + id, run(id, "completed"));
        JsonNode run = startOnce(server);
        assertThat(run.path("trajectory_id").asString()).isEqualTo(id);
        assertThat(run.path("status").asString()).isEqualTo("completed");
      }
    }
  }

  @Test
  void missingSecretsAndParametersStartNothing() throws Exception {
    try (ServerProcess server = program.serve()) {
      String files = "\"files\":[\"data.csv\"],";
      assertThat(server.refusal("run-runbook", remote(files + "\"parameters\":{}")))
          .contains("Nothing was started", "- topic");
      jetty.on(TASK, task("{\"activity\":\"text_echo\"}"));
      assertThat(server.refusal("run-runbook", GO)).contains("another task");
      jetty.on(TASK, task("{\"activity\":\"runbook\",\"instruction\":\"Sing.\"}"));
      assertThat(server.refusal("run-runbook", GO)).contains("deploy-runbook", "another task");
      jetty.on(TASK, task("{\"activity\":\"runbook\"}"));
      jetty.environment("OTHER", "x");
      assertThat(
              server.refusal("run-runbook", remote(files + "\"parameters\":{\"topic\":\"sea\"}")))
          .contains("Nothing was started", "- SLACK_URL", "- ANTHROPIC_API_KEY")
          .contains("https://jetty.io/acme");
      assertThat(jetty.received(CHAT)).isEmpty();
      assertThat(jetty.received(UPLOAD)).isEmpty();
      server.end();
    }
  }

  private static FaultAnswer task(String step) {
    return FaultAnswer.json(
        "{\"name\":\"reports\",\"workflow\":{\"steps\":[\"run\"],\"step_configs\":{\"run\":"
            + step
            + "}}}");
  }

  @Test
  void cancelledCallClosesTheStreamAndStopsPolling() throws Exception {
    SilentAnswer stream = new SilentAnswer();
    SilentAnswer poll = new SilentAnswer();
    try (ServerProcess server = program.serve()) {
      jetty.on(CHAT, FaultAnswer.streamed("text/event-stream", NAMING, SAYING).then(stream));
      assertCancellationDisconnects(server, "1", stream);
      jetty.on(CHAT, FaultAnswer.json("{" + METADATA + "}")).on(RUN, poll);
      assertCancellationDisconnects(server, "2", poll);
      server.end();
      assertThat(jetty.received(CHAT)).hasSize(2);
      assertThat(jetty.received(RUN)).hasSize(1);
    }
  }

  private void assertCancellationDisconnects(ServerProcess server, String id, SilentAnswer silent)
      throws Exception {
    server.begin(id, "run-runbook", GO);
    assertThat(silent.arrived.await(20, SECONDS)).isTrue();
    server.cancel(id);
    assertThat(silent.disconnected.await(5, SECONDS)).as("the request is aborted").isTrue();
    server.request("\"after-" + id + "\"", "ping", "{}");
    server.answer("\"after-" + id + "\"");
    assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, id));
  }

  @Slow
  @Test
  void preflightTimeCountsAsWaiting() throws Exception {
    SilentAnswer stream = new SilentAnswer();
    FaultAnswer uploaded =
        FaultAnswer.json("{\"file_paths\":[\"acme/_sandbox_uploads/0/data.csv\"]}");
    jetty
        .on(UPLOAD, uploaded.after(4_000))
        .on(CHAT, FaultAnswer.streamed("text/event-stream", NAMING).then(stream))
        .on(RUN, run("running"));
    try (ServerProcess server = program.serve()) {
      server.data("list-env-vars", "{}");
      long begun = System.nanoTime();
      JsonNode run =
          server.data(
              "run-runbook",
              remote(
                  """
                  "parameters":{"topic":"sea"},"files":["data.csv"],"wait_seconds":4"""));
      // It would be 8 s, were it not counted.
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(3_900), Duration.ofMillis(7_900));
      assertThat(run.path("trajectory_id").asString()).isEqualTo("0a1b2c3d");
      assertThat(run.path("next").path(0).path("tool").asString()).isEqualTo("wait-for-run");
    }
  }

  @Test
  void environmentValuesAreRedacted() throws Exception {
    String hasty = remote("\"parameters\":{\"topic\":\"sea\"},\"wait_seconds\":0");
    String says = "data: {\"choices\":[{\"delta\":{\"content\":\"key %s \\n\"}}]}\n\n";
    jetty.on(CHAT, FaultAnswer.events(NAMING, says.formatted(SECRET), "data: [DONE]\n\n"));
    try (ServerProcess server = program.serve("--log-level", "trace")) {
      server.begin("1", "run-runbook", hasty, "\"token\"");
      assertThat(server.answer("1").toString()).contains("0a1b2c3d", "[redacted]");
      jetty.on(
          CHAT,
          FaultAnswer.status(
              500, "application/json", "{\"error\":{\"message\":\"bad " + SECRET + "\"}}"));
      assertThat(server.refusal("run-runbook", hasty)).contains("500", "bad [redacted]");
      jetty.on(CHAT, FaultAnswer.events("data: {\"error\":{\"message\":\"" + SECRET + "\"}}\n\n"));
      assertThat(server.refusal("run-runbook", hasty)).contains("[redacted]");
      server.end();
      assertThat(server.stdout().toString() + server.stderr()).doesNotContain(SECRET);
    }
  }
}
