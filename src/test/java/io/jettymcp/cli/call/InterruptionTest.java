package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the words; ShellIT tests the signal. */
class InterruptionTest {
  @Test
  void runThatIsWaitedForIsNamedWithTheCommandThatWaits() {
    try (Interruption interruption = during("run-task-sync")) {
      interruption.waitsFor(new RunRef("acme", "it's", "5cfa49c9"));

      assertThat(interruption.words().orElseThrow().lines())
          .containsExactly(
              "The run goes on: https://jetty.io/acme/it%27s/5cfa49c9",
              "To wait for it: ./jetty-mcp call wait-for-run 'it'\\''s' 5cfa49c9 collection=acme");
    }
  }

  @Test
  void startOfRunsIsMentionedWhereTheyAreNotKnown() {
    try (Interruption interruption = during("run-batch")) {
      assertThat(interruption.words())
          .hasValue("A run that was started goes on. To see: ./jetty-mcp runs hello");
    }
  }

  @Test
  void batchIsNamedWithItsCountsAndHowToGoOnWithIt() {
    try (Interruption interruption = during("run-batch")) {
      interruption.follows(
          () ->
              Optional.of(
                  batch(
                      span("0 5cfa49c9", "completed"),
                      span("1 6dfb50d0", "running"),
                      span("2", "unknown"),
                      span("3", "refused"),
                      span("4", "not_started"))));

      assertThat(interruption.words().orElseThrow().lines())
          .containsExactly(
              "Of 5 runs, 2 ended, 2 go on, and 1 were not started.",
              "A run that was just being started may exist too. To see: ./jetty-mcp runs hello",
              "To start the rest and wait for all, repeat the command with started='{\"0\":\"5cfa49c9\","
                  + "\"1\":\"6dfb50d0\",\"2\":\"unknown\",\"3\":\"refused\"}'");
    }
  }

  @Test
  void batchOfWhichNothingWasStartedHasNothingToGoOnWith() {
    try (Interruption interruption = during("run-batch")) {
      interruption.follows(() -> Optional.of(batch(span("0", "not_started"))));

      assertThat(interruption.words().orElseThrow()).doesNotContain("started=");
    }
  }

  @Test
  void hintSaysWhatCtrlCDoes() {
    assertThat(Interruption.hint(tool("run-batch"))).contains("starts no more runs");
    assertThat(Interruption.hint(tool("run-task-sync"))).contains("stops waiting, not the run");
  }

  private static Timeline batch(Timeline.Span... spans) {
    return new Timeline("hello", Optional.empty(), Instant.EPOCH, List.of(spans));
  }

  private static Timeline.Span span(String name, String status) {
    return new Timeline.Span(name, status, Optional.empty(), Optional.empty());
  }

  private static Tool tool(String name) {
    return Catalog.ALL.stream().filter(some -> some.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void readingIsInterruptedWithoutAWord() {
    try (Interruption interruption = during("get-task")) {
      assertThat(interruption.words()).isEmpty();
    }
  }

  private static Interruption during(String name) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new Interruption(
        "./jetty-mcp",
        tool(name),
        Json.object().put("task", "hello"),
        new LineProgress(nowhere, Clock.systemUTC()),
        nowhere);
  }
}
