package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.MultipartBody;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.engine.RunTimings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RunsApiTest {
  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  private final SimulatorClient client = jetty.client();

  @Test
  void startRespondsWithAWorkflowId() {
    Reply reply = client.run("test-echo", "{}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("workflow_id").asString()).matches("acme-test-echo--[0-9a-f]{8}");
    assertThat(reply.json().path("message").asString()).contains("simulated");
    assertThat(reply.json().path("result").isObject()).isTrue();
    assertThat(reply.json().path("trajectory").isObject()).isTrue();
  }

  @Test
  void unknownTaskIsNotFound() {
    assertThat(client.run("nothing", "{}").detail())
        .isEqualTo("Task 'nothing' in collection 'acme' not found");
  }

  @Test
  void unknownCollectionIsNotFound() {
    assertThat(client.form("/api/v1/run/none/test-echo", new MultipartBody()).detail())
        .isEqualTo("Collection not found");
  }

  @Nested
  class Inputs {
    @Test
    void areMergedOverTheDefaults() {
      JsonNode trajectory =
          client.runToEnd(
              "welcome-email",
              """
              {"name": "Lin", "shoe_size": 42}""");
      assertThat(trajectory.path("init_params"))
          .hasToString(
              """
              {"name":"Lin","product":"Jetty","shoe_size":42}""");
    }

    @Test
    void areNotReadFromAJsonBody() {
      Reply reply =
          client.json(
              "POST",
              "/api/v1/run/acme/test-echo",
              """
              {"init_params": {"text": "x"}}""");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(client.trajectory("test-echo", reply).at("/init_params/text").asString())
          .isEqualTo("Hello from Jetty!");
    }

    @Test
    void thatAreNoJsonAreEchoed() {
      Reply reply = client.run("test-echo", "{text: planted-value}");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.validationError().path("loc"))
          .hasToString(
              """
              ["body","init_params"]""");
      assertThat(reply.validationError().path("input").asString())
          .isEqualTo("{text: planted-value}");
    }

    @Test
    void thatAreNoObjectAreInvalid() {
      assertThat(client.run("test-echo", "[1]").validationError().path("type").asString())
          .isEqualTo("dict_type");
    }
  }

  @Nested
  class Forms {
    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary="})
    void needABoundary(String type) {
      byte[] body = "--x\r\nnonsense".getBytes(StandardCharsets.UTF_8);
      Reply reply = client.send("POST", "/api/v1/run/acme/test-echo", type, body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.detail()).isEqualTo("Missing boundary in multipart.");
    }

    @Test
    void haveALimitedNumberOfParts() {
      MultipartBody endless = new MultipartBody();
      for (int i = 0; i < 1_001; i++) {
        endless.field("init_params", "{}");
      }
      Reply reply = client.form("/api/v1/run/acme/test-echo", endless);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.detail()).isEqualTo("There was an error parsing the body");
    }
  }

  /** Runs in a collection without a model key. */
  @Nested
  class SecretParameters {
    private final MultipartBody secrets =
        new MultipartBody()
            .field(
                "secret_params",
                """
                {"REPLICATE_API_TOKEN": "planted-value"}""")
            .field("webhook_secret", "planted-value")
            .field("webhook_url", "https://example.com/hook");

    @Test
    void areNeeded() {
      JsonNode failed = poster(new MultipartBody().field("init_params", "{}")).json();
      assertThat(failed.path("status").asString()).isEqualTo("failed");
      assertThat(failed.at("/steps/draw/error").asString()).startsWith("AuthenticationError");
    }

    @Test
    void areUsed() {
      JsonNode completed = poster(secrets).json();
      assertThat(completed.path("status").asString()).isEqualTo("completed");
      assertThat(completed.path("webhook_url").asString()).isEqualTo("https://example.com/hook");
    }

    @Test
    void areNotStored() {
      assertThat(poster(secrets).text()).doesNotContain("planted-value");
    }

    private Reply poster(MultipartBody form) {
      Reply started = client.asPerson().form("/api/v1/run/acme-lab/poster", form);
      return client
          .asPerson()
          .get("/api/v1/db/trajectory/acme-lab/poster/" + started.trajectoryId());
    }
  }

  @Test
  void filesAreStoredAndNamedInTheInputs() {
    client.createTask(
        "reader",
        """
        {"step_configs": {"read": {"activity": "read_uploaded_file",
          "file_path": "init_params.file_paths[1]"}}, "steps": ["read"]}""");
    Reply reply =
        client.form(
            "/api/v1/run/acme/reader",
            new MultipartBody()
                .file("files", "a.txt", "text/plain", "first")
                .file("files", "../../b.txt", "text/plain", "sécond"));
    JsonNode trajectory = client.trajectory("reader", reply);
    JsonNode paths = trajectory.at("/init_params/file_paths");
    assertThat(paths.size()).isEqualTo(2);
    assertThat(paths.path(1).asString()).matches("acme/_uploads/[0-9a-f]{12}/01\\.b\\.txt");
    JsonNode outputs = trajectory.at("/steps/read/outputs");
    assertThat(outputs.path("text").asString()).isEqualTo("sécond");
    assertThat(outputs.path("content_type").asString()).isEqualTo("text/plain");
  }

  @Nested
  class RunSync {
    @Test
    void respondsWithTheTrajectory() {
      MultipartBody form =
          new MultipartBody()
              .field(
                  "init_params",
                  """
                  {"text": "now"}""");
      Reply reply = client.form("/api/v1/run-sync/acme/test-echo", form);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().at("/trajectory/status").asString()).isEqualTo("completed");
      assertThat(reply.json().at("/result/text").asString()).isEqualTo("now");
      assertThat(reply.json().path("workflow_id").asString()).startsWith("acme-test-echo--");
    }

    @Test
    void timesOutAtTheGatewayWhileTheRunGoesOn() {
      jetty.restart(
          SimulatorOptions.defaults()
              .withTimings(RunTimings.ofStep(Duration.ofHours(1)))
              .withGatewayTimeout(Duration.ofMillis(20)));
      Reply reply = client.form("/api/v1/run-sync/acme/test-echo", new MultipartBody());
      assertThat(reply.status()).isEqualTo(524);
      assertThat(reply.header("Content-Type")).startsWith("text/html");
      assertThat(client.trajectories("test-echo").at("/0/status").asString()).isEqualTo("running");
    }
  }

  @Nested
  class Trial {
    @Test
    void countsRuns() {
      assertThat(trial(client, "acme"))
          .hasToString(
              """
              {"active":true,"runs_used":3,"runs_limit":10,"runs_remaining":7}""");
      assertThat(client.run("test-echo", "{}").json().path("trial"))
          .hasToString(
              """
              {"runs_used":4,"runs_limit":10,"runs_remaining":6}""");
    }

    @Test
    void endsWithItsTenthRun() {
      useUp();
      assertThat(trial(client, "acme").path("active").asBoolean()).isFalse();
    }

    @Test
    void leavesOtherStepsWorkingOnceUsedUp() {
      useUp();
      assertThat(client.runToEnd("test-echo", "{}").path("status").asString())
          .isEqualTo("completed");
    }

    @Test
    void leavesModelStepsWithoutAKeyOnceUsedUp() {
      useUp();
      assertThat(client.runToEnd("summarize-text", "{}").at("/steps/summary/error").asString())
          .startsWith("AuthenticationError: no provider key");
    }

    private void useUp() {
      for (int i = 0; i < 7; i++) {
        client.run("test-echo", "{}");
      }
    }

    @Test
    void doesNotPayForACollectionWithAModelKey() {
      client.json(
          "PATCH",
          "/api/v1/collections/acme/environment",
          """
          {"environment_variables": {"OPENAI_API_KEY": "pretend-key"}}""");
      client.run("summarize-text", "{}");
      assertThat(trial(client, "acme").path("runs_used").asInt()).isEqualTo(3);
    }

    @Test
    void hasToBeActivated() {
      SimulatorClient person = client.asPerson();
      assertThat(trial(person, "acme-lab").path("active").asBoolean()).isFalse();
      assertThat(person.post("/api/v1/trial/acme-lab/activate").text())
          .isEqualTo(
              """
              {"active":true,"runs_used":0,"runs_limit":10,"runs_remaining":10}""");
    }

    @Test
    void keepsItsCountWhenItIsActivatedAgain() {
      assertThat(client.post("/api/v1/trial/acme/activate").json().path("runs_used").asInt())
          .isEqualTo(3);
    }

    private static JsonNode trial(SimulatorClient caller, String collection) {
      return caller.get("/api/v1/trial/" + collection).json();
    }
  }
}
