package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * The answers to runbook calls while time passes. They go by real time; what other calls see goes
 * by the clock, which stands still.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunbookStreamTest {
  private static final RunTimings QUICK =
      new RunTimings(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(30));
  private static final RunTimings SLOW =
      new RunTimings(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMinutes(1));

  private final SteppingClock clock = new SteppingClock("2026-03-02T10:00:00Z");
  private Simulator simulator;
  private SimulatorClient visit;

  @BeforeEach
  void start() {
    restart(QUICK, RunbookFault.NONE);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aStreamTellsTheRunFirstThenWhatHappensThenHowItEnded() throws IOException {
    ChatBody body = streamed().with("stream_options", "{'include_usage':true}");
    try (Listening stream = visit.listen(ChatBody.PATH, body.toString())) {
      assertThat(stream.contentType()).isEqualTo("text/event-stream");
      assertThat(stream.line()).isEqualTo(": keep-alive");
      List<JsonNode> chunks = stream.chunks();
      assertThat(stream.line()).as("nothing after the end").isNull();
      String workflowId = chunks.get(1).path("jetty_metadata").path("workflow_id").asString();
      assertThat(workflowId).matches("acme-count--[0-9a-f]{8}");
      assertThat(chunks.get(1).path("jetty_metadata").path("status").asString())
          .isEqualTo("running");
      assertThat(chunks)
          .allMatch(each -> each.path("id").asString().equals("chatcmpl-" + workflowId));
      assertThat(Listening.text(chunks).lines())
          .containsExactly(
              "[run] step 'run' (runbook) started",
              "[sandbox] booting python312-uv",
              "[agent] claude-code with claude-sonnet-4-6 at openrouter",
              "[agent] Step 1: Read the list of {{region}}",
              "[agent] Step 2: Count",
              "[evaluation] rubric",
              "[report] writing validation_report.json and summary.md",
              "[run] step 'run' (runbook) completed",
              "The run is completed (simulated: no agent ran)");
      JsonNode last = chunks.get(chunks.size() - 2);
      assertThat(last.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
      assertThat(workflowId).endsWith(last.path("jetty_metadata").path("trajectory_id").asString());
      assertThat(last.path("jetty_metadata").path("status").asString()).isEqualTo("completed");
      assertThat(last.path("files").size()).isEqualTo(4);
      assertThat(chunks.get(chunks.size() - 1).path("usage").path("total_tokens").asInt())
          .isPositive();
    }
  }

  @Test
  void aRunThatFailsSaysSoInItsLastChunk() throws IOException {
    ChatBody body =
        ChatBody.runbook(
            "count", SimulatedRunbookTest.RUNBOOK.replace("CRM_ACCESS_CODE", "NOT_THERE"));
    try (Listening stream = visit.listen(ChatBody.PATH, body.streamed().toString())) {
      List<JsonNode> chunks = stream.chunks();
      assertThat(Listening.text(chunks))
          .contains("failed: Required secrets are not set in collection 'acme': NOT_THERE");
      JsonNode last = chunks.get(chunks.size() - 1);
      assertThat(last.path("jetty_metadata").path("status").asString()).isEqualTo("failed");
    }
  }

  @Test
  void theLogAndTheFilesOfARunAppearWithTime() throws IOException {
    restart(SLOW, RunbookFault.NONE);
    String id;
    try (Listening stream = visit.listen(ChatBody.PATH, streamed().toString())) {
      id = started(stream);
    }
    String log = "/api/v1/workflows-logs/acme-count--" + id;
    clock.step(Duration.ofSeconds(70));
    assertThat(visit.get(log).text())
        .contains("[sandbox] booting", "[agent] claude-code")
        .doesNotContain("Step 1");
    assertThat(status(id)).isEqualTo("running");
    assertThat(visit.get("/api/v1/list-files?prefix=acme/count/").text())
        .doesNotContain("summary.md");
    clock.step(Duration.ofMinutes(5));
    assertThat(visit.get(log).text()).contains("Step 1", "[report]", "Workflow completed");
    assertThat(visit.get("/api/v1/list-files?prefix=acme/count/").text()).contains("summary.md");
  }

  @Test
  void aListenerThatGoesLeavesTheRunGoing() throws IOException {
    restart(SLOW, RunbookFault.NONE);
    String id;
    try (Listening stream = visit.listen(ChatBody.PATH, streamed().toString())) {
      id = started(stream);
    }
    clock.step(Duration.ofHours(1));
    assertThat(status(id)).isEqualTo("completed");
  }

  @Test
  void aRunThatIsStoppedEndsItsStream() throws IOException {
    RunTimings pace = new RunTimings(Duration.ZERO, Duration.ZERO, Duration.ofMillis(300));
    restart(pace, RunbookFault.NONE);
    try (Listening stream = visit.listen(ChatBody.PATH, streamed().toString())) {
      String id = started(stream);
      clock.step(Duration.ofMillis(1));
      String body = "{\"" + id + "\":\"cancelled\"}";
      visit.json("POST", "/api/v1/trajectory/acme/count/statuses", body);
      List<JsonNode> rest = stream.chunks();
      assertThat(Listening.text(rest)).doesNotContain("[report]");
      JsonNode last = rest.get(rest.size() - 1);
      assertThat(last.path("jetty_metadata").path("status").asString()).isEqualTo("cancelled");
    }
  }

  @Test
  void aHundredListenAtOnce() throws IOException {
    String key = "{\"environment_variables\":{\"OPENROUTER_API_KEY\":\"pretend-key\"}}";
    visit.json("PATCH", "/api/v1/collections/acme/environment", key);
    List<Listening> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      streams.add(visit.listen(ChatBody.PATH, streamed().toString()));
    }
    List<String> ids = new ArrayList<>();
    for (Listening stream : streams) {
      try (stream) {
        List<JsonNode> chunks = stream.chunks();
        JsonNode last = chunks.get(chunks.size() - 1).path("jetty_metadata");
        assertThat(last.path("status").asString()).isEqualTo("completed");
        ids.add(last.path("trajectory_id").asString());
      }
    }
    assertThat(ids).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void aCallThatIsNotStreamedGivesUpWaitingAtItsHint() {
    restart(SLOW, RunbookFault.NONE);
    SimulatorClient.Got got =
        visit.json("POST", ChatBody.PATH, body().jetty("timeout_hint", "0") + "");
    assertThat(got.status()).isEqualTo(202);
    JsonNode metadata = got.json().path("jetty_metadata");
    assertThat(metadata.path("status").asString()).isEqualTo("running");
    assertThat(metadata.has("trajectory_id")).isFalse();
    String workflowId = metadata.path("workflow_id").asString();
    assertThat(got.json().path("id").asString()).isEqualTo("chatcmpl-" + workflowId);
    clock.step(Duration.ofHours(1));
    assertThat(status(workflowId.substring(workflowId.length() - 8))).isEqualTo("completed");
  }

  @Test
  void theEdgeGivesUpOnACallThatIsSilentForTooLong() {
    simulator.close();
    SimulatorOptions options = SimulatorOptions.defaults().withClock(clock).withPace(SLOW);
    simulator = Simulator.start(options.withEdgePatience(Duration.ofMillis(50)));
    visit = SimulatorClient.of(simulator);
    SimulatorClient.Got got = visit.json("POST", ChatBody.PATH, body().toString());
    assertThat(got.status()).isEqualTo(524);
    assertThat(got.header("Content-Type")).startsWith("text/html");
    clock.step(Duration.ofHours(1));
    assertThat(visit.get("/api/v1/db/trajectories/acme/count").json().path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void anErrorOfTheServerMayTellOfARunThatGoesOn() {
    restart(QUICK, RunbookFault.SERVER_ERROR);
    for (ChatBody body : List.of(body(), streamed())) {
      SimulatorClient.Got got = visit.json("POST", ChatBody.PATH, body.toString());
      assertThat(got.status()).isEqualTo(500);
      assertThat(got.json().path("error").path("message").asString()).isNotEmpty();
      String id = got.json().path("jetty_metadata").path("trajectory_id").asString();
      clock.step(Duration.ofHours(1));
      assertThat(status(id)).isEqualTo("completed");
    }
  }

  @Test
  void aStreamMayBreakBeforeItTellsTheRun() throws IOException {
    restart(QUICK, RunbookFault.BREAK_BEFORE_ID);
    try (Listening stream = visit.listen(ChatBody.PATH, streamed().toString())) {
      assertThat(stream.chunk().has("jetty_metadata")).isFalse();
      assertThatThrownBy(stream::chunk).isInstanceOf(IOException.class);
    }
    clock.step(Duration.ofHours(1));
    assertThat(visit.get("/api/v1/db/trajectories/acme/count").json().path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void aStreamMayBreakAfterItToldTheRun() throws IOException {
    restart(QUICK, RunbookFault.BREAK_AFTER_ID);
    String id;
    try (Listening stream = visit.listen(ChatBody.PATH, streamed().toString())) {
      id = started(stream);
      assertThatThrownBy(stream::line).isInstanceOf(IOException.class);
    }
    clock.step(Duration.ofHours(1));
    assertThat(status(id)).isEqualTo("completed");
  }

  private void restart(RunTimings pace, RunbookFault trouble) {
    if (simulator != null) {
      simulator.close();
    }
    SimulatorOptions options = SimulatorOptions.defaults().withClock(clock).withPace(pace);
    simulator = Simulator.start(options.withRunbookTrouble(trouble));
    visit = SimulatorClient.of(simulator);
  }

  private static ChatBody body() {
    return ChatBody.runbook("count", SimulatedRunbookTest.RUNBOOK);
  }

  private static ChatBody streamed() {
    return body().streamed();
  }

  /** Reads on to the chunk that tells the run. */
  private static String started(Listening stream) throws IOException {
    stream.chunk();
    String workflowId = stream.chunk().path("jetty_metadata").path("workflow_id").asString();
    return workflowId.substring(workflowId.lastIndexOf("--") + 2);
  }

  private static String path(String id) {
    return "/api/v1/db/trajectory/acme/count/" + id;
  }

  private String status(String id) {
    return visit.get(path(id)).json().path("status").asString();
  }
}
