package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TrajectoriesApiTest {
  private static final String LIST = "/api/v1/db/trajectories/acme/test-echo";
  private static final String STATUSES = "/api/v1/trajectory/acme/test-echo/statuses";

  private final FakeClock clock = new FakeClock("2026-03-02T10:00:00Z");

  @RegisterExtension
  final SimulatorExtension jetty =
      SimulatorExtension.with(SimulatorExtension.instantOptions().withClock(clock));

  private final SimulatorClient client = jetty.client();

  @Nested
  class Pages {
    @BeforeEach
    void runThree() {
      for (int i = 0; i < 3; i++) {
        clock.advance(Duration.ofMinutes(1));
        client.run(
            "test-echo",
            """
            {"text": "%d"}"""
                .formatted(i));
      }
    }

    @Test
    void startWithTheNewestRun() {
      JsonNode first = page("?limit=2");
      assertThat(texts(first)).containsExactly("2", "1");
      assertThat(first.path("total").asInt()).isEqualTo(5);
      assertThat(first.path("page").asInt()).isEqualTo(1);
      assertThat(first.path("limit").asInt()).isEqualTo(2);
      assertThat(first.path("has_more").asBoolean()).isTrue();
    }

    @Test
    void endWithTheOldestRun() {
      JsonNode last = page("?limit=2&page=3");
      assertThat(texts(last)).containsExactly("first light");
      assertThat(last.path("has_more").asBoolean()).isFalse();
    }

    @Test
    void areEmptyAfterTheEnd() {
      assertThat(texts(page("?page=2147483647&limit=100"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "limit=0", "limit=101", "limit=many", "page=1.5"})
    void areBounded(String query) {
      assertThat(client.get(LIST + "?" + query).status()).isEqualTo(422);
    }

    private JsonNode page(String query) {
      return client.get(LIST + query).json();
    }

    private static List<String> texts(JsonNode page) {
      return page.path("trajectories")
          .valueStream()
          .map(run -> run.at("/init_params/text").asString())
          .toList();
    }
  }

  @Test
  void unknownTaskHasNoList() {
    assertThat(client.get("/api/v1/db/trajectories/acme/none").detail())
        .isEqualTo("Task 'none' in collection 'acme' not found");
  }

  @Test
  void itemsOfTheListAreWholeTrajectories() {
    JsonNode listed = client.trajectories("test-echo").path(0);
    String id = listed.path("trajectory_id").asString();
    assertThat(client.get("/api/v1/db/trajectory/acme/test-echo/" + id).json()).isEqualTo(listed);
  }

  @Test
  void trajectoryHasAllFields() {
    JsonNode trajectory = client.runToEnd("test-echo", "{}");
    assertThat(trajectory.propertyNames())
        .contains(
            "name",
            "trajectory_id",
            "storage_path",
            "status",
            "init_params",
            "steps",
            "total_steps",
            "completed_steps",
            "labels",
            "step_configs",
            "attributes",
            "error",
            "created",
            "updated",
            "author",
            "metadata_uri",
            "org_id",
            "triggered_by_routine_id",
            "webhook_url");
    assertThat(trajectory.path("name").asString()).isEqualTo("acme/test-echo");
    assertThat(trajectory.path("storage_path").asString()).isEqualTo("acme/test-echo/0000");
  }

  @Nested
  class Lookup {
    @Test
    void needsTheBareId() {
      Reply started = client.run("test-echo", "{}");
      String workflowId = started.json().path("workflow_id").asString();
      assertThat(status("test-echo", workflowId)).isEqualTo(404);
      assertThat(status("test-echo", started.trajectoryId())).isEqualTo(200);
    }

    @Test
    void needsTheTaskOfTheRunInAnyCase() {
      String id = client.run("test-echo", "{}").trajectoryId();
      assertThat(status("welcome-email", id)).isEqualTo(404);
      assertThat(status("Test-Echo", id)).isEqualTo(200);
    }

    private int status(String task, String id) {
      return client.get("/api/v1/db/trajectory/acme/" + task + "/" + id).status();
    }
  }

  @Nested
  class Statuses {
    private String id = "";

    @BeforeEach
    void run() {
      id = client.run("test-echo", "{}").trajectoryId();
    }

    @Test
    void areWrittenOneByOne() {
      Reply reply =
          write(
              """
              {"%s": "archived", "00000000": "failed"}"""
                  .formatted(id));
      assertThat(reply.json().path("updated_count").asInt()).isEqualTo(1);
      assertThat(reply.json().path("results"))
          .hasToString(
              """
              [{"trajectory_id":"%s","new_status":"archived","updated":true,\
              "storage_path":"acme/test-echo/0000","error":null},\
              {"trajectory_id":"00000000","new_status":null,"updated":false,\
              "storage_path":null,"error":"Trajectory '00000000' not found"}]"""
                  .formatted(id));
    }

    @Test
    void leaveTheStepsOfAFinishedRun() {
      write(
          """
          {"%s": "archived"}"""
              .formatted(id));
      JsonNode archived = client.get("/api/v1/db/trajectory/acme/test-echo/" + id).json();
      assertThat(archived.path("status").asString()).isEqualTo("archived");
      assertThat(archived.path("completed_steps")).hasToString("[\"echo\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"running\"", "\"done\"", "5", "null"})
    void refuseOtherValues(String status) {
      Reply reply = write("{\"%s\": %s}".formatted(id, status));
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.validationError().path("type").asString()).isEqualTo("literal_error");
    }

    private Reply write(String body) {
      return client.json("POST", STATUSES, body);
    }
  }

  @Nested
  class Labels {
    private String id = "";

    @BeforeEach
    void run() {
      id = client.run("test-echo", "{}").trajectoryId();
    }

    @Test
    void needKeyValueAndAuthor() {
      Reply reply =
          label(
              """
              {"key": "quality", "value": 5}""");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.json().at("/detail/0/type").asString()).isEqualTo("string_type");
      assertThat(reply.json().at("/detail/1/loc"))
          .hasToString(
              """
              ["body","author"]""");
    }

    @Test
    void appearInTheTrajectory() {
      Reply reply =
          label(
              """
              {"key": "quality", "value": "high", "author": "me@example.com"}""");
      assertThat(reply.status()).isEqualTo(200);
      JsonNode trajectory = client.get("/api/v1/db/trajectory/acme/test-echo/" + id).json();
      assertThat(trajectory.path("labels"))
          .hasToString(
              """
              [{"key":"quality","value":"high","created":"2026-03-02T10:00:00Z",\
              "author":"me@example.com"}]""");
    }

    private Reply label(String body) {
      return client.json("POST", "/api/v1/trajectory/acme/test-echo/" + id + "/labels", body);
    }
  }

  @Nested
  class Statistics {
    @Test
    void countRunsByStatus() {
      client.run("broken-judge", "{}");
      JsonNode stats = client.get("/api/v1/db/stats/acme/broken-judge").json();
      assertThat(stats.path("total").asInt()).isEqualTo(2);
      assertThat(stats.path("by_status")).hasToString("{\"failed\":2}");
      assertThat(stats.path("last_run_at").asString()).isEqualTo("2026-03-02T10:00:00Z");
      assertThat(stats.path("average_duration_seconds").isNumber()).isTrue();
    }

    @Test
    void ofAnUnknownTaskAreNotFound() {
      assertThat(client.get("/api/v1/db/stats/acme/none").status()).isEqualTo(404);
    }
  }

  @Nested
  class Logs {
    private static final String PATH = "/api/v1/workflows-logs/";

    @Test
    void areFoundByTheWorkflowId() {
      JsonNode log = client.get(PATH + workflowId()).json();
      assertThat(log.at("/events/0").propertyNames()).containsExactly("time", "level", "message");
    }

    @Test
    void areNotFoundByTheTrajectoryId() {
      String id = client.run("test-echo", "{}").trajectoryId();
      assertThat(client.get(PATH + id).status()).isEqualTo(404);
    }

    @Test
    void areNotFoundByStrangers() {
      assertThat(client.asStranger().get(PATH + workflowId()).status()).isEqualTo(404);
    }

    private String workflowId() {
      return client.run("test-echo", "{}").json().path("workflow_id").asString();
    }
  }
}
