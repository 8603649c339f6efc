package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunTools;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the meaning of statuses, and waiting for runs with an unknown status. */
class StatusWordsTest {
  private static final String DATABASE = "GET /api/v1/db/trajectory/acme/test-echo/1a2b3c4d";
  private static final String RUN =
      "{'task':'test-echo','trajectory_id':'1a2b3c4d','wait_seconds':600}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pending",
        "running",
        "queued",
        "scheduled",
        "in_progress",
        "starting",
        "stopping",
        "paused"
      })
  void activeStatusIsNotFinished(String status) {
    assertThat(run(status).finished()).isFalse();
    assertThat(run(status).hasKnownStatus()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "completed, completed",
    "complete, completed",
    "succeeded, completed",
    "success, completed",
    "failed, failed",
    "error, failed",
    "timed_out, timed_out",
    "timeout, timed_out",
    "cancelled, cancelled",
    "canceled, cancelled",
    "archived, archived"
  })
  void finalStatusIsShownByItsUsualWord(String status, String meaning) {
    assertThat(run(status).finished()).isTrue();
    assertThat(run(status).status()).isEqualTo(meaning);
  }

  @Test
  void runWithAnUnknownStatusIsAwaitedWhileItIsUpdated() {
    AtomicInteger polls = new AtomicInteger();
    Routes routes =
        new Routes()
            .on(
                DATABASE,
                request ->
                    FakeJetty.json(
                        polls.incrementAndGet() < 40
                            ? "{'status':'migrating','updated':'%d'}".formatted(polls.get())
                            : "{'status':'success'}"));
    ToolHarness call = ToolHarness.of(RunTools.WAIT_FOR_RUN, routes.jetty(), RUN);
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.shown().path("finished").asBoolean()).isTrue();
  }

  @Test
  void unchangedRunWithAnUnknownStatusEndsTheWait() {
    Routes routes = new Routes().on(DATABASE, "{'status':'hibernated','updated':'t'}");
    ToolHarness call = ToolHarness.of(RunTools.WAIT_FOR_RUN, routes.jetty(), RUN);
    assertThat(call.took()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    assertThat(call.shown().path("finished").asBoolean()).isFalse();
    assertThat(call.shown().path("note").asString()).contains("not known here", "get-trajectory");
  }

  @ParameterizedTest
  @CsvSource({"success, completed", "paused, pending", "running, running", "frozen, other"})
  void statusesAreCountedInGroups(String status, String counted) {
    assertThat(StatusWords.counted(status)).isEqualTo(counted);
  }

  private static Run run(String status) {
    return new Run(FakeJetty.json("{'status':'" + status + "'}"));
  }
}
