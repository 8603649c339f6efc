package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunsTest {
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
  void aRunAnswersWithAWorkflowIdMadeByTheRule() {
    SimulatorClient.Got got = visit.run("test-echo", "{\"text\":\"hey\"}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().path("workflow_id").asString()).matches("acme-test-echo--[0-9a-f]{8}");
    assertThat(got.json().path("message").asString()).contains("simulated");
    assertThat(got.json().path("result").isObject()).isTrue();
    assertThat(got.json().path("trajectory").isObject()).isTrue();
    JsonNode trajectory = trajectory("test-echo", got);
    assertThat(trajectory.path("init_params").toString()).isEqualTo("{\"text\":\"hey\"}");
  }

  @Test
  void theCallersInputsLieOverTheDefaultsAndUnknownOnesAreTaken() {
    SimulatorClient.Got got = visit.run("welcome-email", "{\"name\":\"Lin\",\"shoe_size\":42}");
    assertThat(trajectory("welcome-email", got).path("init_params").toString())
        .isEqualTo("{\"name\":\"Lin\",\"product\":\"Jetty\",\"shoe_size\":42}");
  }

  @Test
  void aJsonBodyIsNotRead() {
    SimulatorClient.Got got =
        visit.json("POST", "/api/v1/run/acme/test-echo", "{\"init_params\":{\"text\":\"x\"}}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(trajectory("test-echo", got).path("init_params").path("text").asString())
        .isEqualTo("Hello from Jetty!");
  }

  @Test
  void badJsonInTheInputsComesBackInA422() {
    SimulatorClient.Got got = visit.run("test-echo", "{text: planted-value}");
    assertThat(got.status()).isEqualTo(422);
    assertThat(got.finding().path("loc").toString()).isEqualTo("[\"body\",\"init_params\"]");
    assertThat(got.finding().path("input").asString()).isEqualTo("{text: planted-value}");
    assertThat(visit.run("test-echo", "[1]").finding().path("type").asString())
        .isEqualTo("dict_type");
  }

  @Test
  void aBrokenFormIsABadRequest() {
    byte[] body = "--x\r\nnonsense".getBytes(StandardCharsets.UTF_8);
    for (String type : List.of("multipart/form-data", "multipart/form-data; boundary=")) {
      SimulatorClient.Got got = visit.send("POST", "/api/v1/run/acme/test-echo", type, body);
      assertThat(got.status()).isEqualTo(400);
      assertThat(got.detail()).isEqualTo("Missing boundary in multipart.");
    }
    MultipartBody endless = new MultipartBody();
    for (int i = 0; i < 1_001; i++) {
      endless.field("init_params", "{}");
    }
    SimulatorClient.Got got = visit.form("/api/v1/run/acme/test-echo", endless);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.detail()).isEqualTo("There was an error parsing the body");
  }

  @Test
  void secretParametersAreUsedAndNeverStored() {
    SimulatorClient person = visit.as(simulator.tokens().person());
    String run = "/api/v1/run/acme-lab/poster";
    String shown = "/api/v1/db/trajectory/acme-lab/poster/";
    SimulatorClient.Got without = person.form(run, new MultipartBody().field("init_params", "{}"));
    JsonNode failed = person.get(shown + without.trajectoryId()).json();
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.path("steps").path("draw").path("error").asString())
        .startsWith("AuthenticationError");
    SimulatorClient.Got with =
        person.form(
            run,
            new MultipartBody()
                .field("secret_params", "{\"REPLICATE_API_TOKEN\":\"planted-value\"}")
                .field("webhook_secret", "planted-value")
                .field("webhook_url", "https://example.com/hook"));
    SimulatorClient.Got got = person.get(shown + with.trajectoryId());
    assertThat(got.json().path("status").asString()).isEqualTo("completed");
    assertThat(got.json().path("webhook_url").asString()).isEqualTo("https://example.com/hook");
    assertThat(got.text()).doesNotContain("planted-value");
  }

  @Test
  void filesAreKeptAndAppearAmongTheInputs() {
    String workflow =
        "{\"init_params\":{},\"step_configs\":{\"read\":{\"activity\":\"read_uploaded_file\","
            + "\"file_path\":\"init_params.file_paths[1]\"}},\"steps\":[\"read\"]}";
    visit.json("POST", "/api/v1/tasks/acme", "{\"name\":\"reader\",\"workflow\":" + workflow + "}");
    SimulatorClient.Got got =
        visit.form(
            "/api/v1/run/acme/reader",
            new MultipartBody()
                .file("files", "a.txt", "text/plain", "first")
                .file("files", "../../b.txt", "text/plain", "sécond"));
    JsonNode trajectory = trajectory("reader", got);
    JsonNode paths = trajectory.path("init_params").path("file_paths");
    assertThat(paths.size()).isEqualTo(2);
    assertThat(paths.path(1).asString()).matches("acme/_uploads/[0-9a-f]{12}/01\\.b\\.txt");
    JsonNode outputs = trajectory.path("steps").path("read").path("outputs");
    assertThat(outputs.path("text").asString()).isEqualTo("sécond");
    assertThat(outputs.path("content_type").asString()).isEqualTo("text/plain");
  }

  @Test
  void runSyncAnswersWithTheTrajectoryInside() {
    MultipartBody form = new MultipartBody().field("init_params", "{\"text\":\"now\"}");
    SimulatorClient.Got got = visit.form("/api/v1/run-sync/acme/test-echo", form);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().path("trajectory").path("status").asString()).isEqualTo("completed");
    assertThat(got.json().path("result").path("text").asString()).isEqualTo("now");
    assertThat(got.json().path("workflow_id").asString()).startsWith("acme-test-echo--");
  }

  @Test
  void theEdgeGivesUpOnALongRunSyncAndTheRunGoesOn() {
    SimulatorOptions slow =
        SimulatorOptions.defaults()
            .withPace(new RunTimings(Duration.ZERO, Duration.ZERO, Duration.ofHours(1)))
            .withEdgePatience(Duration.ofMillis(20));
    try (Simulator other = Simulator.start(slow)) {
      SimulatorClient patient = SimulatorClient.of(other);
      SimulatorClient.Got got =
          patient.form("/api/v1/run-sync/acme/test-echo", new MultipartBody());
      assertThat(got.status()).isEqualTo(524);
      assertThat(got.header("Content-Type")).startsWith("text/html");
      JsonNode newest = patient.get("/api/v1/db/trajectories/acme/test-echo?limit=1").json();
      assertThat(newest.path("trajectories").path(0).path("status").asString())
          .isEqualTo("running");
    }
  }

  @Test
  void aTrialCollectionSaysHowManyRunsAreLeft() {
    assertThat(visit.get("/api/v1/trial/acme").text())
        .isEqualTo("{\"active\":true,\"runs_used\":3,\"runs_limit\":10,\"runs_remaining\":7}");
    assertThat(visit.run("test-echo", "{}").json().path("trial").toString())
        .isEqualTo("{\"runs_used\":4,\"runs_limit\":10,\"runs_remaining\":6}");
  }

  @Test
  void aUsedUpTrialLeavesModelStepsWithoutAKey() {
    for (int i = 0; i < 7; i++) {
      visit.run("test-echo", "{}");
    }
    assertThat(visit.get("/api/v1/trial/acme").json().path("active").asBoolean()).isFalse();
    JsonNode echo = trajectory("test-echo", visit.run("test-echo", "{}"));
    assertThat(echo.path("status").asString()).isEqualTo("completed");
    JsonNode summary = trajectory("summarize-text", visit.run("summarize-text", "{}"));
    assertThat(summary.path("steps").path("summary").path("error").asString())
        .startsWith("AuthenticationError: no provider key");
  }

  @Test
  void aCollectionWithItsOwnModelKeySparesTheTrial() {
    String key = "{\"environment_variables\":{\"OPENAI_API_KEY\":\"pretend-key\"}}";
    visit.json("PATCH", "/api/v1/collections/acme/environment", key);
    visit.run("summarize-text", "{}");
    assertThat(visit.get("/api/v1/trial/acme").json().path("runs_used").asInt()).isEqualTo(3);
  }

  @Test
  void aTrialHasToBeActivatedOnce() {
    SimulatorClient person = visit.as(simulator.tokens().person());
    assertThat(person.get("/api/v1/trial/acme-lab").json().path("active").asBoolean()).isFalse();
    SimulatorClient.Got got = person.post("/api/v1/trial/acme-lab/activate");
    assertThat(got.text())
        .isEqualTo("{\"active\":true,\"runs_used\":0,\"runs_limit\":10,\"runs_remaining\":10}");
    assertThat(person.post("/api/v1/trial/acme/activate").json().path("runs_used").asInt())
        .isEqualTo(3);
  }

  @Test
  void aRunOfNothingIsNotFound() {
    assertThat(visit.run("nothing", "{}").detail())
        .isEqualTo("Task 'nothing' in collection 'acme' not found");
    assertThat(visit.form("/api/v1/run/none/test-echo", new MultipartBody()).detail())
        .isEqualTo("Collection not found");
  }

  private JsonNode trajectory(String task, SimulatorClient.Got started) {
    return visit.get("/api/v1/db/trajectory/acme/" + task + "/" + started.trajectoryId()).json();
  }
}
