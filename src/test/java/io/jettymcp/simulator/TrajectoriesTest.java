package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TrajectoriesTest {
  private static final String ECHOES = "/api/v1/db/trajectories/acme/test-echo";
  private static final String STATUSES = "/api/v1/trajectory/acme/test-echo/statuses";

  private final SteppingClock clock = new SteppingClock("2026-03-02T10:00:00Z");
  private Simulator simulator;
  private SimulatorClient visit;

  @BeforeEach
  void start() {
    SimulatorOptions options = SimulatorOptions.defaults().withPace(RunTimings.INSTANT);
    simulator = Simulator.start(options.withClock(clock));
    visit = SimulatorClient.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void theNewestRunComesFirstAndPagesSayWhatIsLeft() {
    for (int i = 0; i < 3; i++) {
      clock.step(Duration.ofMinutes(1));
      visit.run("test-echo", "{\"text\":\"" + i + "\"}");
    }
    JsonNode first = visit.get(ECHOES + "?limit=2").json();
    assertThat(texts(first)).containsExactly("2", "1");
    assertThat(first.path("total").asInt()).isEqualTo(5);
    assertThat(first.path("page").asInt()).isEqualTo(1);
    assertThat(first.path("limit").asInt()).isEqualTo(2);
    assertThat(first.path("has_more").asBoolean()).isTrue();
    JsonNode last = visit.get(ECHOES + "?limit=2&page=3").json();
    assertThat(texts(last)).containsExactly("first light");
    assertThat(last.path("has_more").asBoolean()).isFalse();
    assertThat(texts(visit.get(ECHOES + "?page=2147483647&limit=100").json())).isEmpty();
  }

  @Test
  void pagesAreBounded() {
    for (String query : List.of("page=0", "limit=0", "limit=101", "limit=many", "page=1.5")) {
      assertThat(visit.get(ECHOES + "?" + query).status()).as(query).isEqualTo(422);
    }
  }

  @Test
  void anUnknownTaskHasNoList() {
    assertThat(visit.get("/api/v1/db/trajectories/acme/none").detail())
        .isEqualTo("Task 'none' in collection 'acme' not found");
    assertThat(visit.get("/api/v1/db/trajectories/acme/review-item").status()).isEqualTo(200);
  }

  @Test
  void itemsOfTheListAreWholeTrajectories() {
    JsonNode listed = visit.get(ECHOES + "?limit=1").json().path("trajectories").path(0);
    String id = listed.path("trajectory_id").asString();
    assertThat(visit.get("/api/v1/db/trajectory/acme/test-echo/" + id).json()).isEqualTo(listed);
    assertThat(listed.propertyNames())
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
    assertThat(listed.path("name").asString()).isEqualTo("acme/test-echo");
    assertThat(listed.path("storage_path").asString()).isEqualTo("acme/test-echo/0000");
  }

  @Test
  void aTrajectoryIsFoundByItsBareIdAndUnderItsOwnTaskAlone() {
    SimulatorClient.Got started = visit.run("test-echo", "{}");
    String id = started.trajectoryId();
    String workflowId = started.json().path("workflow_id").asString();
    assertThat(visit.get("/api/v1/db/trajectory/acme/test-echo/" + workflowId).status())
        .isEqualTo(404);
    assertThat(visit.get("/api/v1/db/trajectory/acme/welcome-email/" + id).status()).isEqualTo(404);
    assertThat(visit.get("/api/v1/db/trajectory/acme/Test-Echo/" + id).status()).isEqualTo(200);
  }

  @Test
  void statusesAreWrittenOneByOne() {
    String id = visit.run("test-echo", "{}").trajectoryId();
    SimulatorClient.Got got =
        visit.json("POST", STATUSES, "{\"" + id + "\":\"archived\",\"00000000\":\"failed\"}");
    assertThat(got.json().path("updated_count").asInt()).isEqualTo(1);
    assertThat(got.json().path("results").path(0).toString())
        .isEqualTo(
            "{\"trajectory_id\":\""
                + id
                + "\",\"new_status\":\"archived\",\"updated\":true,"
                + "\"storage_path\":\"acme/test-echo/0000\",\"error\":null}");
    JsonNode missing = got.json().path("results").path(1);
    assertThat(missing.path("updated").asBoolean()).isFalse();
    assertThat(missing.path("error").asString()).isEqualTo("Trajectory '00000000' not found");
    JsonNode archived = visit.get("/api/v1/db/trajectory/acme/test-echo/" + id).json();
    assertThat(archived.path("status").asString()).isEqualTo("archived");
    assertThat(archived.path("completed_steps").toString()).isEqualTo("[\"echo\"]");
  }

  @Test
  void runningIsNoStatusToWrite() {
    String id = visit.run("test-echo", "{}").trajectoryId();
    for (String status : List.of("\"running\"", "\"done\"", "5", "null")) {
      SimulatorClient.Got got = visit.json("POST", STATUSES, "{\"" + id + "\":" + status + "}");
      assertThat(got.status()).as(status).isEqualTo(422);
      assertThat(got.finding().path("type").asString()).isEqualTo("literal_error");
    }
  }

  @Test
  void aLabelNeedsKeyValueAndAuthor() {
    String id = visit.run("test-echo", "{}").trajectoryId();
    String path = "/api/v1/trajectory/acme/test-echo/" + id + "/labels";
    SimulatorClient.Got got = visit.json("POST", path, "{\"key\":\"quality\",\"value\":5}");
    assertThat(got.status()).isEqualTo(422);
    assertThat(got.json().path("detail").path(0).path("type").asString()).isEqualTo("string_type");
    assertThat(got.json().path("detail").path(1).path("loc").toString())
        .isEqualTo("[\"body\",\"author\"]");
    String label = "{\"key\":\"quality\",\"value\":\"high\",\"author\":\"me@example.com\"}";
    assertThat(visit.json("POST", path, label).status()).isEqualTo(200);
    JsonNode labels = visit.get("/api/v1/db/trajectory/acme/test-echo/" + id).json().path("labels");
    assertThat(labels.toString())
        .isEqualTo(
            "[{\"key\":\"quality\",\"value\":\"high\","
                + "\"created\":\"2026-03-02T10:00:00Z\",\"author\":\"me@example.com\"}]");
  }

  @Test
  void figuresCountRunsByStatus() {
    visit.run("broken-judge", "{}");
    JsonNode stats = visit.get("/api/v1/db/stats/acme/broken-judge").json();
    assertThat(stats.path("total").asInt()).isEqualTo(2);
    assertThat(stats.path("by_status").toString()).isEqualTo("{\"failed\":2}");
    assertThat(stats.path("last_run_at").asString()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(stats.path("average_duration_seconds").isNumber()).isTrue();
    assertThat(visit.get("/api/v1/db/stats/acme/none").status()).isEqualTo(404);
  }

  @Test
  void theLogIsFoundByTheWorkflowIdAlone() {
    SimulatorClient.Got started = visit.run("test-echo", "{}");
    String workflowId = started.json().path("workflow_id").asString();
    JsonNode log = visit.get("/api/v1/workflows-logs/" + workflowId).json();
    assertThat(log.path("events").path(0).propertyNames())
        .containsExactly("time", "level", "message");
    assertThat(visit.get("/api/v1/workflows-logs/" + started.trajectoryId()).status())
        .isEqualTo(404);
    SimulatorClient stranger = visit.as(simulator.tokens().stranger());
    assertThat(stranger.get("/api/v1/workflows-logs/" + workflowId).status()).isEqualTo(404);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.path("trajectories")
        .forEach(run -> texts.add(run.path("init_params").path("text").asString()));
    return texts;
  }
}
