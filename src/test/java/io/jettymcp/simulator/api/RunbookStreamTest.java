package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.FakeClock;
import io.jettymcp.simulator.ChatBody;
import io.jettymcp.simulator.EventStreamReader;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.engine.RunTimings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The responses to runbook calls while time passes. They use real time; what other calls see
 * depends on the clock, which stands still.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunbookStreamTest {
  private static final RunTimings QUICK =
      new RunTimings(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(30));
  private static final RunTimings SLOW =
      new RunTimings(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMinutes(1));

  private final FakeClock clock = new FakeClock("2026-03-02T10:00:00Z");
  private final SimulatorOptions options =
      SimulatorOptions.defaults().withClock(clock).withTimings(QUICK);

  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.with(options);
  private final SimulatorClient client = jetty.client();

  @Nested
  class CompletedRun {
    private List<JsonNode> chunks = List.of();

    @BeforeEach
    void read() throws IOException {
      ChatBody body =
          streamed()
              .with(
                  "stream_options",
                  """
                  {"include_usage": true}""");
      try (EventStreamReader stream = client.stream(body)) {
        assertThat(stream.contentType()).isEqualTo("text/event-stream");
        assertThat(stream.line()).isEqualTo(": keep-alive");
        chunks = stream.chunks();
        assertThat(stream.line()).as("nothing after the end").isNull();
      }
    }

    @Test
    void isIdentifiedFirst() {
      JsonNode metadata = chunks.get(1).path("jetty_metadata");
      String workflowId = metadata.path("workflow_id").asString();
      assertThat(workflowId).matches("acme-count--[0-9a-f]{8}");
      assertThat(metadata.path("status").asString()).isEqualTo("running");
      assertThat(chunks)
          .allMatch(each -> each.path("id").asString().equals("chatcmpl-" + workflowId));
    }

    @Test
    void isLoggedPhaseByPhase() {
      assertThat(EventStreamReader.content(chunks).lines())
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
    }

    @Test
    void isDescribedLast() {
      JsonNode last = chunks.get(chunks.size() - 2);
      assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
      assertThat(chunks.get(0).path("id").asString())
          .endsWith(last.at("/jetty_metadata/trajectory_id").asString());
      assertThat(last.at("/jetty_metadata/status").asString()).isEqualTo("completed");
      assertThat(last.path("files").size()).isEqualTo(4);
    }

    @Test
    void hasItsUsageAtTheEnd() {
      assertThat(chunks.get(chunks.size() - 1).at("/usage/total_tokens").asInt()).isPositive();
    }
  }

  @Test
  void failedRunSaysSoInItsLastChunk() throws IOException {
    String runbook = RunbookRequestsTest.RUNBOOK.replace("CRM_ACCESS_CODE", "NOT_THERE");
    try (EventStreamReader stream = client.stream(ChatBody.runbook("count", runbook).streamed())) {
      List<JsonNode> chunks = stream.chunks();
      assertThat(EventStreamReader.content(chunks))
          .contains("failed: Required secrets are not set in collection 'acme': NOT_THERE");
      assertThat(chunks.get(chunks.size() - 1).at("/jetty_metadata/status").asString())
          .isEqualTo("failed");
    }
  }

  /** The client disconnects as soon as it knows the run. */
  @Nested
  class AbandonedStream {
    private String id = "";

    @BeforeEach
    void abandon() throws IOException {
      jetty.restart(options.withTimings(SLOW));
      try (EventStreamReader stream = client.stream(streamed())) {
        id = runId(stream);
      }
    }

    @Test
    void logGrowsWithTime() {
      String log = "/api/v1/workflows-logs/acme-count--" + id;
      clock.advance(Duration.ofSeconds(70));
      assertThat(client.get(log).text())
          .contains("[sandbox] booting", "[agent] claude-code")
          .doesNotContain("Step 1");
      assertThat(status(id)).isEqualTo("running");
      clock.advance(Duration.ofMinutes(5));
      assertThat(client.get(log).text()).contains("Step 1", "[report]", "Workflow completed");
    }

    @Test
    void filesAppearWithTime() {
      String files = "/api/v1/list-files?prefix=acme/count/";
      clock.advance(Duration.ofSeconds(70));
      assertThat(client.get(files).text()).doesNotContain("summary.md");
      clock.advance(Duration.ofMinutes(5));
      assertThat(client.get(files).text()).contains("summary.md");
    }

    @Test
    void runGoesOn() {
      clock.advance(Duration.ofHours(1));
      assertThat(status(id)).isEqualTo("completed");
    }
  }

  @Test
  void stoppedRunEndsItsStream() throws IOException {
    jetty.restart(options.withTimings(RunTimings.ofStep(Duration.ofSeconds(1))));
    try (EventStreamReader stream = client.stream(streamed())) {
      String id = runId(stream);
      clock.advance(Duration.ofMillis(1));
      client.json(
          "POST",
          "/api/v1/trajectory/acme/count/statuses",
          """
          {"%s": "cancelled"}"""
              .formatted(id));
      List<JsonNode> rest = stream.chunks();
      assertThat(EventStreamReader.content(rest)).doesNotContain("[report]");
      assertThat(rest.get(rest.size() - 1).at("/jetty_metadata/status").asString())
          .isEqualTo("cancelled");
    }
  }

  @Test
  void hundredStreamsAreServedAtOnce() throws IOException {
    client.json(
        "PATCH",
        "/api/v1/collections/acme/environment",
        """
        {"environment_variables": {"OPENROUTER_API_KEY": "pretend-key"}}""");
    List<EventStreamReader> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      streams.add(client.stream(streamed()));
    }
    List<String> ids = new ArrayList<>();
    for (EventStreamReader stream : streams) {
      try (stream) {
        List<JsonNode> chunks = stream.chunks();
        JsonNode metadata = chunks.get(chunks.size() - 1).path("jetty_metadata");
        assertThat(metadata.path("status").asString()).isEqualTo("completed");
        ids.add(metadata.path("trajectory_id").asString());
      }
    }
    assertThat(ids).doesNotHaveDuplicates().hasSize(100);
  }

  @Nested
  class NotStreamed {
    @Test
    void respondsBeforeTheEndAfterTheTimeoutHint() {
      jetty.restart(options.withTimings(SLOW));
      Reply reply = client.chat(body().jetty("timeout_hint", "0"));
      assertThat(reply.status()).isEqualTo(202);
      JsonNode metadata = reply.jettyMetadata();
      assertThat(metadata.path("status").asString()).isEqualTo("running");
      assertThat(metadata.has("trajectory_id")).isFalse();
      String workflowId = metadata.path("workflow_id").asString();
      assertThat(reply.json().path("id").asString()).isEqualTo("chatcmpl-" + workflowId);
      clock.advance(Duration.ofHours(1));
      assertThat(status(workflowId.substring(workflowId.length() - 8))).isEqualTo("completed");
    }

    @Test
    void timesOutAtTheGateway() {
      jetty.restart(options.withTimings(SLOW).withGatewayTimeout(Duration.ofMillis(50)));
      Reply reply = client.chat(body());
      assertThat(reply.status()).isEqualTo(524);
      assertThat(reply.header("Content-Type")).startsWith("text/html");
      clock.advance(Duration.ofHours(1));
      assertThat(client.countRuns("count")).isEqualTo(1);
    }
  }

  @Nested
  class Faults {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serverErrorNamesTheRunThatGoesOn(boolean streams) {
      jetty.restart(options.withRunbookFault(RunbookFault.SERVER_ERROR));
      Reply reply = client.chat(streams ? streamed() : body());
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.openAiError()).isNotEmpty();
      clock.advance(Duration.ofHours(1));
      assertThat(status(reply.jettyMetadata().path("trajectory_id").asString()))
          .isEqualTo("completed");
    }

    @Test
    void streamBreaksBeforeTheId() throws IOException {
      jetty.restart(options.withRunbookFault(RunbookFault.BREAK_BEFORE_ID));
      try (EventStreamReader stream = client.stream(streamed())) {
        assertThat(stream.chunk().has("jetty_metadata")).isFalse();
        assertThatThrownBy(stream::chunk).isInstanceOf(IOException.class);
      }
      clock.advance(Duration.ofHours(1));
      assertThat(client.countRuns("count")).isEqualTo(1);
    }

    @Test
    void streamBreaksAfterTheId() throws IOException {
      jetty.restart(options.withRunbookFault(RunbookFault.BREAK_AFTER_ID));
      String id;
      try (EventStreamReader stream = client.stream(streamed())) {
        id = runId(stream);
        assertThatThrownBy(stream::line).isInstanceOf(IOException.class);
      }
      clock.advance(Duration.ofHours(1));
      assertThat(status(id)).isEqualTo("completed");
    }
  }

  private static ChatBody body() {
    return ChatBody.runbook("count", RunbookRequestsTest.RUNBOOK);
  }

  private static ChatBody streamed() {
    return body().streamed();
  }

  /** Reads up to the chunk with the id of the run. */
  private static String runId(EventStreamReader stream) throws IOException {
    stream.chunk();
    String workflowId = stream.chunk().at("/jetty_metadata/workflow_id").asString();
    return workflowId.substring(workflowId.lastIndexOf("--") + 2);
  }

  private String status(String id) {
    return client.get("/api/v1/db/trajectory/acme/count/" + id).json().path("status").asString();
  }
}
