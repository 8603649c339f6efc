package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.engine.RunLauncher;
import io.jettymcp.simulator.engine.RunTimings;
import io.jettymcp.simulator.http.StreamChunk;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The timing of a stream, without waiting for it. */
class RunbookEventSourceTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void delaysAddUpToTheRemainingTime() {
    Duration total =
        chunks(Duration.ofSeconds(12)).stream()
            .map(StreamChunk::delay)
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(total).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void keepAliveIsSentEveryFiveSeconds() {
    List<StreamChunk> chunks = chunks(Duration.ofSeconds(12));
    assertThat(chunks)
        .allMatch(chunk -> chunk.delay().compareTo(Duration.ofSeconds(5)) <= 0)
        .filteredOn(chunk -> chunk.text().equals(ChatCompletionJson.KEEP_ALIVE))
        .hasSize(2);
  }

  @Test
  void finishedRunIsStreamedWithoutDelay() {
    assertThat(chunks(Duration.ZERO)).allMatch(chunk -> chunk.delay().isZero()).hasSize(3);
  }

  private static List<StreamChunk> chunks(Duration step) {
    SimulatedCollection collection = new SimulatedJetty().create("acme", null, "owner", null);
    ObjectNode config = Json.object().put("activity", "text_echo");
    Task task = new Task(1, collection, "echo", RunbookRequests.workflow("echo", config), NOW);
    SimulatedRun run =
        new RunLauncher(RunTimings.ofStep(step))
            .start(task, Json.object(), List.of(), null, null, NOW);
    ChatCompletionJson completion = new ChatCompletionJson("id", "m", NOW);
    RunbookEventSource source =
        new RunbookEventSource(run, completion, false, RunbookFault.NONE, NOW);
    List<StreamChunk> chunks = new ArrayList<>();
    do {
      chunks.add(source.next());
    } while (!chunks.get(chunks.size() - 1).text().endsWith(ChatCompletionJson.DONE));
    return chunks;
  }
}
