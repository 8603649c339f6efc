package io.jettymcp.runs.batch;

import static io.jettymcp.runs.batch.FakeRuns.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.runs.RunStartTest;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunTools;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests faults during a batch, in virtual time. */
class RunBatchFaultsTest {
  @Test
  void silentJettyDoesNotDelayTheHandles() {
    ToolHarness call = silentAfter(5);
    assertThat(call.took()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
    assertThat(call.shown().path("runs").path(0).path("trajectory_id").asString())
        .isEqualTo("00000001");
    assertThat(call.shown().path("runs").path(0).path("status").asString()).isEqualTo("running");
    ToolHarness start = silentAfter(3);
    assertThat(start.shown().path("runs").path(0).path("status").asString()).isEqualTo("unknown");
    assertThat(start.shown().path("totals").path("not_started").asInt()).isEqualTo(1);
  }

  /** Starts two runs in sequence at a Jetty that stops replying. */
  private static ToolHarness silentAfter(int requests) {
    return batch(
        new FakeRuns().endingAtPoll(1_000).silentAfter(requests),
        2,
        ",'wait_seconds':30,'max_concurrency':1");
  }

  @Test
  void silentEnvironmentAndTrialDoNotPreventStarts() {
    FakeRuns jetty = new FakeRuns().withoutReplyTo(RunStartTest.ENVIRONMENT);
    ToolHarness call = batch(jetty.withoutReplyTo(RunStartTest.TRIAL), 3, "");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':3}"));
    assertThat(call.took()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void handlesAreReturnedWithinFiftySeconds() {
    FakeRuns slow = new FakeRuns().endingAtPoll(1_000).withoutReplyTo(RunStartTest.TASK);
    ToolHarness call = batch(slow.silentAfter(20), 100, "");
    assertThat(call.took()).isLessThan(Duration.ofSeconds(50));
    assertThat(call.shown().path("runs").path(0).path("trajectory_id").asString())
        .isEqualTo("00000001");
  }

  @Test
  void serverErrorIsReportedAndRetryAfterDelaysTheRest() {
    FakeRuns jetty =
        new FakeRuns()
            .refusing("1", new Unavailable(Reason.SERVER_ERROR, 500, "no room", Optional.empty()))
            .refusing(
                "2",
                new Unavailable(Reason.SERVER_ERROR, 503, "", Optional.of(Duration.ofSeconds(9))));
    ToolHarness call = batch(jetty, 5, ",'max_concurrency':1");
    assertThat(call.shown().path("runs").path(1).path("error").asString())
        .isEqualTo("Jetty returned a server error (500). Jetty said: \"no room\"");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':3,'unknown':2}"));
    assertThat(call.took()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
  }

  @Test
  void refusedStartIsTheErrorOfItsRun() {
    FakeRuns jetty =
        new FakeRuns().refusing("2", new Refused(Refused.Kind.INVALID, 422, "text: too long"));
    ToolHarness call = batch(jetty, 4, "");
    assertThat(call.shown().path("runs").path(2))
        .isEqualTo(
            json(
                "{'index':2,'status':'refused','error':'Jetty refused it (422). Jetty said:"
                    + " \\\"text: too long\\\"'}"));
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':3,'refused':1}"));
    assertThat(call.shown().path("finished").asBoolean()).isTrue();
  }

  @Test
  void errorsOfJettyAreOmittedIfTheEnvironmentIsUnknown() {
    FakeRuns jetty =
        new FakeRuns()
            .withoutEnvironment()
            .refusing("0", new Refused(Refused.Kind.INVALID, 422, "the value walnut-drawer"));
    ToolHarness call = batch(jetty, 1, "");
    assertThat(call.result().toString()).doesNotContain("walnut-drawer");
    assertThat(call.shown().path("runs").path(0).path("error").asString())
        .isEqualTo("Jetty refused it (422).");
    FakeRuns run = new FakeRuns().withoutEnvironment().failing("0", "the value walnut-drawer");
    assertThat(batch(run, 1, "").shown().path("runs"))
        .isEqualTo(json("[{'index':0,'trajectory_id':'00000001','status':'failed'}]"));
  }

  @Test
  void refusalOfAllRunsStopsTheBatch() {
    for (Failure failure :
        List.of(
            new NotSignedIn(true, "x"),
            new Refused(Refused.Kind.FORBIDDEN, 403, "x"),
            new Refused(Refused.Kind.NOT_FOUND, 404, "x"))) {
      FakeRuns first = new FakeRuns().refusing("0", failure);
      assertThat(batch(first, 10, "").failure()).contains(failure);
      assertThat(first.inputs()).hasSize(1);
      FakeRuns later = new FakeRuns().refusing("3", failure);
      ToolHarness call = batch(later, 10, ",'max_concurrency':1");
      assertThat(later.inputs()).hasSize(4);
      assertThat(call.shown().path("totals"))
          .isEqualTo(json("{'completed':3,'not_started':6,'refused':1}"));
      assertThat(call.shown().path("note").asString())
          .startsWith(
              "Not started: 4-9, because Jetty refused one for a reason that all have in common.");
      assertThat(call.result().next()).extracting(Next::tool).doesNotContain("run-batch");
    }
  }

  @Test
  void startWithUnknownOutcomeIsNotRepeated() {
    for (RuntimeException failure :
        List.of(
            new StillRunning(),
            new Unavailable(Reason.BROKEN_OFF, ""),
            new Unavailable(Reason.TIMED_OUT, ""),
            new Unavailable(Reason.SERVER_ERROR, 502, "", Optional.empty()))) {
      FakeRuns jetty = new FakeRuns().refusing("1", failure);
      ToolHarness call = batch(jetty, 3, "");
      assertThat(jetty.inputs()).hasSize(3).doesNotHaveDuplicates();
      JsonNode run = call.shown().path("runs").path(1);
      assertThat(run.path("status").asString()).isEqualTo("unknown");
      assertThat(run.path("error").asString()).isNotBlank();
      assertThat(call.shown().path("note").asString()).contains("Do not start them again");
      assertThat(call.result().next()).extracting(Next::tool).containsExactly("list-trajectories");
      assertThat(call.shown().path("finished").asBoolean()).isFalse();
    }
  }

  @Test
  void unansweredStartIsFoundBehindTheOtherRunsOfTheBatch() {
    ToolHarness call = batch(new FakeRuns().losingReplyTo("0"), 8, "");
    assertThat(call.shown().path("runs").path(0).path("trajectory_id").asString())
        .isEqualTo("00000001");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':8}"));
  }

  @Test
  void unansweredStartIsNotTheRunOfAnotherRowWithTheSameInputs() {
    FakeRuns jetty =
        new FakeRuns()
            .withRun("000000ff", "same")
            .refusing("same", new Unavailable(Reason.BROKEN_OFF, ""));
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_BATCH,
            jetty.jetty(),
            "{'task':'test-echo','runs':[{'text':'same'},{'text':'same'}],"
                + "'started':{'0':'000000ff'}}");
    assertThat(call.shown().path("runs").path(0).path("trajectory_id").asString())
        .isEqualTo("000000ff");
    assertThat(call.shown().path("runs").path(1).path("status").asString()).isEqualTo("unknown");
    assertThat(call.shown().path("runs").path(1).has("trajectory_id")).isFalse();
  }

  @Test
  void errorThatNamesItsRunIsARun() {
    FakeRuns jetty =
        new FakeRuns()
            .refusing("1", new StillRunning(json("{'workflow_id':'acme-test-echo--000000ff'}")))
            .withRun("000000ff");
    ToolHarness call = batch(jetty, 2, "");
    assertThat(call.shown().path("runs").path(1).path("trajectory_id").asString())
        .isEqualTo("000000ff");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':2}"));
  }

  @Test
  void rateLimitedRunIsNotStartedAndDelaysTheRest() {
    FakeRuns jetty =
        new FakeRuns().refusing("1", new RateLimited(Optional.of(Duration.ofSeconds(6))));
    ToolHarness call = batch(jetty, 4, ",'max_concurrency':1");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':3,'not_started':1}"));
    assertThat(call.shown().path("runs").path(1).path("error").asString())
        .isEqualTo("Jetty is rate-limiting this token (429).");
    assertThat(call.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    JsonNode rest = call.result().next().get(0).arguments();
    assertThat(rest.path("runs")).isEqualTo(json("[{},{'text':'1'},{},{}]"));
    assertThat(rest.path("started"))
        .isEqualTo(json("{'0':'00000001','2':'00000003','3':'00000004'}"));
  }

  @Test
  void unreachableJettyLeavesRunsNotStarted() {
    FakeRuns jetty = new FakeRuns();
    IntStream.range(0, 5)
        .forEach(i -> jetty.refusing("" + i, new Unavailable(Reason.NOT_CONNECTED, "")));
    ToolHarness call = batch(jetty, 5, ",'wait_seconds':10");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'not_started':5}"));
    assertThat(call.took()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void failedPollLosesNoRun() {
    FakeRuns jetty = new FakeRuns().endingAtPoll(4).brokenAtPoll(2);
    ToolHarness call = batch(jetty, 2, "");
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':2}"));
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
