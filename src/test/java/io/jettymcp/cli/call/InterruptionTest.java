package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
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
  void readingIsInterruptedWithoutAWord() {
    try (Interruption interruption = during("get-task")) {
      assertThat(interruption.words()).isEmpty();
    }
  }

  private static Interruption during(String name) {
    Tool tool =
        Catalog.ALL.stream().filter(some -> some.name().equals(name)).findFirst().orElseThrow();
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new Interruption(
        "./jetty-mcp",
        tool,
        Json.object().put("task", "hello"),
        new LineProgress(nowhere, Clock.systemUTC()),
        nowhere);
  }
}
