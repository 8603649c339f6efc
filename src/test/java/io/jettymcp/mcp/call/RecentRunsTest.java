package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentRunsTest {
  private static final TaskRef TASK = new TaskRef("acme", "t");

  private final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  private final RecentRuns runs = new RecentRuns(clock);

  @Test
  void newestRunIsTheOneThatWasStartedLast() {
    runs.add(TASK.run("run-2"));
    runs.add(TASK.run("run-1"));
    assertThat(runs.newest(TASK)).contains("run-1");
  }

  @Test
  void newestRunIsOneOfTheSameTask() {
    runs.add(TASK.run("run-1"));
    runs.add(new RunRef("acme", "other", "run-2"));
    runs.add(new RunRef("other", "t", "run-3"));
    assertThat(runs.newest(TASK)).contains("run-1");
    assertThat(runs.newest(new TaskRef("acme", "none"))).isEmpty();
  }

  @Test
  void nameOfTheTaskIsComparedInAnyCaseAsJettyDoes() {
    runs.add(TASK.run("run-1"));
    assertThat(runs.newest(new TaskRef("acme", "T"))).contains("run-1");
    assertThat(runs.newest(new TaskRef("Acme", "t"))).isEmpty();
  }

  @Test
  void runIsNewestForAMinute() {
    runs.add(TASK.run("run-1"));
    clock.advance(Duration.ofSeconds(59));
    assertThat(runs.newest(TASK)).contains("run-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(runs.newest(TASK)).isEmpty();
  }

  @Test
  void onlyAThousandRunsAreRemembered() {
    for (int i = 0; i <= 1_000; i++) {
      runs.add(TASK.run("run-" + i));
    }
    assertThat(runs.has("run-0")).isFalse();
    assertThat(runs.has("run-1")).isTrue();
    assertThat(runs.has("run-1000")).isTrue();
  }
}
