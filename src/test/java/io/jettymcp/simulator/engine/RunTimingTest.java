package io.jettymcp.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A run is invisible for 1 s and pending for 2 s here; each step takes 10 s. */
class RunTimingTest {
  private static final RunTimings TIMINGS =
      new RunTimings(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));

  private final FakeClock clock = new FakeClock("2026-03-02T10:00:00Z");

  @RegisterExtension
  final SimulatorExtension jetty =
      SimulatorExtension.with(SimulatorOptions.defaults().withClock(clock).withTimings(TIMINGS));

  private final SimulatorClient client = jetty.client();

  @Nested
  class TwoSteps {
    private String path = "";

    @BeforeEach
    void start() {
      path = pathOf("summarize-text", client.run("summarize-text", "{}"));
    }

    @Test
    void isInvisibleAtFirst() {
      Reply queued = client.get(path);
      assertThat(queued.status()).isEqualTo(404);
      assertThat(queued.detail()).matches("Trajectory '[0-9a-f]{8}' not found");
    }

    @Test
    void isPendingThen() {
      JsonNode pending = after(1);
      assertThat(pending.path("status").asString()).isEqualTo("pending");
      assertThat(pending.path("steps").isEmpty()).isTrue();
    }

    @Test
    void runsItsFirstStep() {
      JsonNode running = after(3);
      assertThat(running.path("status").asString()).isEqualTo("running");
      assertThat(running.at("/steps/request/status").asString()).isEqualTo("running");
      assertThat(running.at("/steps/request").has("outputs")).isFalse();
    }

    @Test
    void completesItsFirstStep() {
      JsonNode half = after(13);
      assertThat(half.path("completed_steps")).hasToString("[\"request\"]");
      assertThat(half.path("total_steps")).hasToString("[\"request\",\"summary\"]");
      assertThat(half.at("/steps/request/duration_seconds").asDouble()).isEqualTo(10.0);
    }

    @Test
    void completes() {
      JsonNode done = after(23);
      assertThat(done.path("status").asString()).isEqualTo("completed");
      assertThat(done.path("created").asString()).isEqualTo("2026-03-02T10:00:00Z");
      assertThat(done.path("updated").asString()).isEqualTo("2026-03-02T10:00:23Z");
      assertThat(done.path("error").isNull()).isTrue();
    }

    @Test
    void staysAsItIsOnceCompleted() {
      JsonNode done = after(23);
      assertThat(after(1_000_000)).isEqualTo(done);
    }

    @Test
    void stopsWhenItIsCancelled() {
      clock.advance(Duration.ofSeconds(14));
      Reply reply = cancel("summarize-text", path.substring(path.lastIndexOf('/') + 1));
      assertThat(reply.json().path("updated_count").asInt()).isEqualTo(1);
      JsonNode cancelled = after(3600);
      assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
      assertThat(cancelled.path("completed_steps")).hasToString("[\"request\"]");
      assertThat(cancelled.at("/steps/summary/status").asString()).isEqualTo("cancelled");
      assertThat(cancelled.path("updated").asString()).isEqualTo("2026-03-02T10:00:14Z");
    }

    private JsonNode after(int seconds) {
      clock.advance(Duration.ofSeconds(seconds));
      return client.get(path).json();
    }
  }

  @Test
  void storageRouteShowsTheSame() {
    String path = pathOf("test-echo", client.run("test-echo", "{}"));
    String storagePath = path.replace("/db/", "/");
    assertThat(client.get(storagePath).status()).isEqualTo(404);
    clock.advance(Duration.ofSeconds(13));
    assertThat(client.get(storagePath).json()).isEqualTo(client.get(path).json());
  }

  @Test
  void failureIsInvisibleUntilItHappens() {
    String path = pathOf("broken-fanout", client.run("broken-fanout", "{}"));
    clock.advance(Duration.ofSeconds(5));
    JsonNode running = client.get(path).json();
    assertThat(running.path("status").asString()).isEqualTo("running");
    assertThat(running.path("error").isNull()).isTrue();
    clock.advance(Duration.ofSeconds(8));
    JsonNode failed = client.get(path).json();
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.at("/steps/fan_out/status").asString()).isEqualTo("failed");
    assertThat(failed.path("error").asString())
        .isEqualTo("Workflow execution failed at step 'fan_out'");
  }

  @Test
  void queuedRunCanBeCancelled() {
    Reply started = client.run("test-echo", "{}");
    cancel("test-echo", started.trajectoryId());
    JsonNode cancelled = client.trajectory("test-echo", started);
    assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
    assertThat(cancelled.path("steps").isEmpty()).isTrue();
  }

  /** Runs three children, two at a time. */
  @Nested
  class Children {
    private int seeded;
    private String id = "";

    @BeforeEach
    void start() {
      seeded = client.countRuns("review-item");
      id =
          client
              .run(
                  "review-batch",
                  """
                  {"items": ["a", "b", "c"]}""")
              .trajectoryId();
    }

    @Test
    void startWhenAnotherOneEnds() {
      assertThat(startedAfter(0)).isZero();
      assertThat(startedAfter(4)).isEqualTo(2);
      assertThat(startedAfter(23)).isEqualTo(3);
    }

    @Test
    void areWaitedFor() {
      String path = "/api/v1/db/trajectory/acme/review-batch/" + id;
      clock.advance(Duration.ofSeconds(27));
      assertThat(client.get(path).json().path("status").asString()).isEqualTo("running");
      clock.advance(Duration.ofSeconds(40));
      JsonNode done = client.get(path).json();
      assertThat(done.path("status").asString()).isEqualTo("completed");
      assertThat(done.at("/steps/fan_out/duration_seconds").asDouble()).isEqualTo(46.0);
    }

    @Test
    void doNotStartOnceTheFanOutIsCancelled() {
      clock.advance(Duration.ofSeconds(5));
      cancel("review-batch", id);
      assertThat(startedAfter(3600)).isEqualTo(2);
    }

    private int startedAfter(int seconds) {
      clock.advance(Duration.ofSeconds(seconds));
      return client.countRuns("review-item") - seeded;
    }
  }

  @Test
  void logGrowsWithTheRun() {
    Reply started = client.run("broken-fanout", "{}");
    String path = "/api/v1/workflows-logs/" + started.json().path("workflow_id").asString();
    assertThat(client.get(path).json().path("events").size()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    JsonNode events = client.get(path).json().path("events");
    assertThat(events.size()).isEqualTo(5);
    assertThat(events.at("/1/time").asString()).isEqualTo("2026-03-02T10:00:03Z");
    assertThat(events.at("/3/level").asString()).isEqualTo("error");
    assertThat(events.at("/3/message").asString())
        .isEqualTo("Step 'fan_out' (list_emit_await) failed: ValueError: items_path is required");
  }

  private Reply cancel(String task, String id) {
    return client.json(
        "POST",
        "/api/v1/trajectory/acme/" + task + "/statuses",
        """
        {"%s": "cancelled"}"""
            .formatted(id));
  }

  private static String pathOf(String task, Reply started) {
    return "/api/v1/db/trajectory/acme/" + task + "/" + started.trajectoryId();
  }
}
