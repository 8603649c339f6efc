package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineProgressTest {
  private final FakeClock clock = new FakeClock("2026-01-01T00:00:00Z");
  private final StringWriter printed = new StringWriter();
  private final LineProgress progress = new LineProgress(new PrintWriter(printed), clock);

  @Test
  void eachChangeIsALineWithTheElapsedTime() {
    show(0, "starting the run");
    show(2, "running: draft");

    assertThat(printed.toString().lines())
        .containsExactly("0:00 starting the run", "0:02 running: draft");
  }

  @Test
  void sameMessageIsNotRepeatedForHalfAMinute() {
    show(0, "working");
    show(1, "working");
    show(1, "running");
    show(20, "running");
    show(10, "running");

    assertThat(printed.toString().lines())
        .containsExactly("0:00 working", "0:02 running", "0:32 running");
  }

  private void show(int seconds, String message) {
    clock.advance(Duration.ofSeconds(seconds));
    progress.show(message);
  }
}
