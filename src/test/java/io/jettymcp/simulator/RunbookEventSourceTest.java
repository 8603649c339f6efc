package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The rhythm of a stream, without waiting for it. */
class RunbookEventSourceTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void aLongSilenceIsBrokenEveryFiveSeconds() {
    List<StreamChunk> beats = beats(Duration.ofSeconds(12));
    assertThat(beats.stream().map(StreamChunk::pause).reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(12));
    assertThat(beats).allMatch(beat -> beat.pause().compareTo(Duration.ofSeconds(5)) <= 0);
    assertThat(beats)
        .filteredOn(beat -> beat.text().equals(ChatCompletionJson.KEEP_ALIVE))
        .hasSize(2);
    assertThat(beats.get(beats.size() - 1).then()).isEqualTo(StreamChunk.Then.END);
  }

  @Test
  void aRunThatIsOverIsToldWithoutAPause() {
    List<StreamChunk> beats = beats(Duration.ZERO);
    assertThat(beats).allMatch(beat -> beat.pause().isZero()).hasSize(3);
  }

  private static List<StreamChunk> beats(Duration step) {
    SimulatedCollection collection = new SimulatedCollection(1, "acme", null, "owner", null);
    ObjectNode workflow = SimulatorJson.object();
    workflow.putObject("step_configs").putObject("echo").put("activity", "text_echo");
    workflow.putArray("steps").add("echo");
    Task task = new Task(1, collection, "echo", workflow, NOW);
    Engine engine = new Engine(new RunTimings(Duration.ZERO, Duration.ZERO, step));
    SimulatedRun run =
        engine.run(new RunRequest(task, SimulatorJson.object(), Set.of(), null, null), NOW);
    RunbookEventSource feed =
        new RunbookEventSource(
            run, new ChatCompletionJson("id", "m", NOW), false, RunbookFault.NONE, NOW);
    List<StreamChunk> beats = new ArrayList<>();
    do {
      beats.add(feed.next());
    } while (beats.get(beats.size() - 1).then() == StreamChunk.Then.MORE);
    return beats;
  }
}
