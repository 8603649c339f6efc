package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A run takes 1 s unseen, 2 s pending and 10 s a step here. */
class RunLifeTest {
  private final SteppingClock clock = new SteppingClock("2026-03-02T10:00:00Z");
  private Simulator simulator;
  private SimulatorClient visit;

  @BeforeEach
  void start() {
    RunTimings pace =
        new RunTimings(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));
    simulator = Simulator.start(SimulatorOptions.defaults().withClock(clock).withPace(pace));
    visit = SimulatorClient.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aRunIsUnseenThenPendingThenRunningThenCompleted() {
    String path = pathOf("summarize-text", visit.run("summarize-text", "{}"));
    SimulatorClient.Got queued = visit.get(path);
    assertThat(queued.status()).isEqualTo(404);
    assertThat(queued.detail()).matches("Trajectory '[0-9a-f]{8}' not found");
    clock.step(Duration.ofSeconds(1));
    JsonNode pending = visit.get(path).json();
    assertThat(pending.path("status").asString()).isEqualTo("pending");
    assertThat(pending.path("steps").isEmpty()).isTrue();
    clock.step(Duration.ofSeconds(2));
    JsonNode running = visit.get(path).json();
    assertThat(running.path("status").asString()).isEqualTo("running");
    assertThat(running.path("steps").path("request").path("status").asString())
        .isEqualTo("running");
    assertThat(running.path("steps").path("request").has("outputs")).isFalse();
    clock.step(Duration.ofSeconds(10));
    JsonNode half = visit.get(path).json();
    assertThat(half.path("completed_steps").toString()).isEqualTo("[\"request\"]");
    assertThat(half.path("total_steps").toString()).isEqualTo("[\"request\",\"summary\"]");
    assertThat(half.path("steps").path("request").path("duration_seconds").asDouble())
        .isEqualTo(10.0);
    clock.step(Duration.ofSeconds(10));
    JsonNode done = visit.get(path).json();
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(done.path("created").asString()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(done.path("updated").asString()).isEqualTo("2026-03-02T10:00:23Z");
    assertThat(done.path("error").isNull()).isTrue();
    clock.step(Duration.ofDays(9));
    assertThat(visit.get(path).json()).isEqualTo(done);
  }

  @Test
  void theStorageRouteShowsTheSame() {
    String db = pathOf("test-echo", visit.run("test-echo", "{}"));
    String storage = db.replace("/db/", "/");
    assertThat(visit.get(storage).status()).isEqualTo(404);
    clock.step(Duration.ofSeconds(13));
    assertThat(visit.get(storage).json()).isEqualTo(visit.get(db).json());
  }

  @Test
  void aFailureShowsOnlyWhenItsTimeHasCome() {
    String path = pathOf("broken-fanout", visit.run("broken-fanout", "{}"));
    clock.step(Duration.ofSeconds(5));
    JsonNode running = visit.get(path).json();
    assertThat(running.path("status").asString()).isEqualTo("running");
    assertThat(running.path("error").isNull()).isTrue();
    clock.step(Duration.ofSeconds(8));
    JsonNode failed = visit.get(path).json();
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.path("steps").path("fan_out").path("status").asString()).isEqualTo("failed");
    assertThat(failed.path("error").asString())
        .isEqualTo("Workflow execution failed at step 'fan_out'");
  }

  @Test
  void aCancelledRunStopsWhereItStands() {
    SimulatorClient.Got started = visit.run("summarize-text", "{}");
    String path = pathOf("summarize-text", started);
    clock.step(Duration.ofSeconds(14));
    SimulatorClient.Got got = cancel("summarize-text", started.trajectoryId());
    assertThat(got.json().path("updated_count").asInt()).isEqualTo(1);
    clock.step(Duration.ofHours(1));
    JsonNode cancelled = visit.get(path).json();
    assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
    assertThat(cancelled.path("completed_steps").toString()).isEqualTo("[\"request\"]");
    assertThat(cancelled.path("steps").path("summary").path("status").asString())
        .isEqualTo("cancelled");
    assertThat(cancelled.path("updated").asString()).isEqualTo("2026-03-02T10:00:14Z");
  }

  @Test
  void aQueuedRunCanBeCancelledToo() {
    SimulatorClient.Got started = visit.run("test-echo", "{}");
    cancel("test-echo", started.trajectoryId());
    JsonNode cancelled = visit.get(pathOf("test-echo", started)).json();
    assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
    assertThat(cancelled.path("steps").isEmpty()).isTrue();
  }

  @Test
  void childrenOfAFanOutStartAsOthersEnd() {
    String items = "{\"items\":[\"a\",\"b\",\"c\"]}";
    SimulatorClient.Got started = visit.run("review-batch", items);
    assertThat(children()).isEqualTo(seeded());
    clock.step(Duration.ofSeconds(4));
    assertThat(children() - seeded()).as("two at a time").isEqualTo(2);
    clock.step(Duration.ofSeconds(23));
    assertThat(children() - seeded()).isEqualTo(3);
    String path = pathOf("review-batch", started);
    assertThat(visit.get(path).json().path("status").asString()).isEqualTo("running");
    clock.step(Duration.ofSeconds(40));
    JsonNode done = visit.get(path).json();
    assertThat(done.path("status").asString()).isEqualTo("completed");
    assertThat(done.path("steps").path("fan_out").path("duration_seconds").asDouble())
        .isEqualTo(46.0);
  }

  @Test
  void aCancelledFanOutStartsNoMoreChildren() {
    SimulatorClient.Got started = visit.run("review-batch", "{\"items\":[\"a\",\"b\",\"c\"]}");
    clock.step(Duration.ofSeconds(5));
    cancel("review-batch", started.trajectoryId());
    clock.step(Duration.ofHours(1));
    assertThat(children() - seeded()).isEqualTo(2);
  }

  @Test
  void theLogGrowsWithTheRun() {
    SimulatorClient.Got started = visit.run("broken-fanout", "{}");
    String path = "/api/v1/workflows-logs/" + started.json().path("workflow_id").asString();
    assertThat(visit.get(path).json().path("events").size()).isEqualTo(1);
    clock.step(Duration.ofMinutes(1));
    JsonNode events = visit.get(path).json().path("events");
    assertThat(events.path(1).path("time").asString()).isEqualTo("2026-03-02T10:00:03Z");
    JsonNode failure = events.path(3);
    assertThat(failure.path("level").asString()).isEqualTo("error");
    assertThat(failure.path("message").asString())
        .isEqualTo("Step 'fan_out' (list_emit_await) failed: ValueError: items_path is required");
    assertThat(events.size()).isEqualTo(5);
  }

  private int children() {
    return visit.get("/api/v1/db/trajectories/acme/review-item").json().path("total").asInt();
  }

  /** The runs of the child task that the simulator starts with. */
  private static int seeded() {
    return 5;
  }

  private SimulatorClient.Got cancel(String task, String id) {
    return visit.json(
        "POST", "/api/v1/trajectory/acme/" + task + "/statuses", "{\"" + id + "\":\"cancelled\"}");
  }

  private static String pathOf(String task, SimulatorClient.Got started) {
    return "/api/v1/db/trajectory/acme/" + task + "/" + started.trajectoryId();
  }
}
