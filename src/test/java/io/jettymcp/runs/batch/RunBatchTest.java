package io.jettymcp.runs.batch;

import static io.jettymcp.runs.batch.FakeRuns.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunStartTest;
import io.jettymcp.tool.Action;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.FakeCall;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.CatalogLawsTest;
import io.jettymcp.tools.RunTools;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests batches of runs in virtual time. */
class RunBatchTest {
  @Test
  void runsAreStartedOnceAndReportedInOrder() {
    FakeRuns jetty = new FakeRuns().endingAtPoll(3);
    ToolHarness call = batch(jetty, 12, ",'max_concurrency':4");
    assertThat(jetty.inputs())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 12).mapToObj(i -> "{\"text\":\"" + i + "\"}").toList());
    JsonNode runs = call.shown().path("runs");
    assertThat(runs.size()).isEqualTo(12);
    for (int i = 0; i < 12; i++) {
      assertThat(runs.path(i).path("index").asInt()).isEqualTo(i);
      assertThat(runs.path(i).path("trajectory_id").asString()).isEqualTo(jetty.idOf("" + i));
      assertThat(runs.path(i).path("status").asString()).isEqualTo("completed");
    }
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':12}"));
    assertThat(call.shown().path("finished").asBoolean()).isTrue();
    assertThat(call.shown().has("note")).isFalse();
    assertThat(call.result().next()).extracting(Next::why).containsExactly("results of run 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20})
  void concurrencyIsLimited(int atOnce) {
    FakeRuns jetty = new FakeRuns().endingAtPoll(2);
    batch(jetty, 40, ",'wait_seconds':600,'max_concurrency':" + atOnce);
    assertThat(jetty.maxConcurrent()).isEqualTo(atOnce);
    assertThat(jetty.inputs()).hasSize(40);
  }

  @Test
  void taskTrialAndEnvironmentAreReadOnce() {
    FakeRuns jetty = new FakeRuns();
    ToolHarness call = batch(jetty, 10, "");
    for (String look : List.of(RunStartTest.TASK, RunStartTest.TRIAL, RunStartTest.ENVIRONMENT)) {
      assertThat(call.jetty().lines()).containsOnlyOnce(look);
    }
    assertThat(jetty.starts()).allSatisfy(form -> assertThat(form).contains("use_trial_keys=true"));
    assertThat(call.shown().path("warnings").toString())
        .contains("The trial had 7 runs left, fewer than the 10 of this batch.");
  }

  @Test
  void timelineShowsEachRun() {
    FakeRuns jetty = new FakeRuns().endingAtPoll(2);
    ToolHarness call = batch(jetty, 2, ",'max_concurrency':1,'wait_seconds':600");
    Timeline timeline = call.call().timeline().orElseThrow();
    assertThat(timeline.title()).isEqualTo("test-echo");
    assertThat(timeline.begun()).isEqualTo(ToolHarness.BEGIN);
    assertThat(timeline.spans())
        .extracting(Timeline.Span::name)
        .containsExactly("0 " + jetty.idOf("0"), "1 " + jetty.idOf("1"));
    Timeline.Span first = timeline.spans().get(0);
    Timeline.Span second = timeline.spans().get(1);
    assertThat(first.started().orElseThrow()).isBefore(first.ended().orElseThrow());
    assertThat(second.started().orElseThrow()).isAfterOrEqualTo(first.ended().orElseThrow());
  }

  @Test
  void undeclaredInputIsOneWarning() {
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_BATCH,
            new FakeRuns().jetty(),
            "{'task':'test-echo','runs':[{'txt':1},{'txt':2},{'text':'x'}]}");
    assertThat(call.shown().path("warnings"))
        .isEqualTo(
            Json.array(
                List.of("init_params.txt is not declared by the task. Did you mean \"text\"?")));
  }

  @Test
  void inputsOneLevelTooDeepStartNothing() {
    FakeRuns jetty = new FakeRuns();
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_BATCH,
            jetty.jetty(),
            "{'task':'test-echo','runs':[{'text':'a'},{'init_params':{'text':'b'}}]}");
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("runs");
    assertThat(call.jetty().lines()).noneMatch(line -> line.startsWith("POST"));
  }

  @Test
  void runsNotStartedInTimeAreTheNextCall() {
    FakeRuns jetty = new FakeRuns().endingAtPoll(1_000);
    ToolHarness call = batch(jetty, 5, ",'max_concurrency':2,'wait_seconds':20");
    assertThat(call.took()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
    assertThat(call.shown().path("totals")).isEqualTo(json("{'not_started':3,'running':2}"));
    assertThat(call.shown().path("finished").asBoolean()).isFalse();
    assertThat(call.shown().path("note").asString())
        .startsWith("Not started: 2-4. To start just these, call run-batch again with \"started\"")
        .contains("continue at Jetty; do not start them again");
    assertThat(call.result().next())
        .extracting(Next::tool)
        .containsExactly("wait-for-run", "wait-for-run", "run-batch");
    assertThat(call.result().next().get(2).arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'test-echo',"
                    + "'runs':[{},{},{'text':'2'},{'text':'3'},{'text':'4'}],"
                    + "'started':{'0':'00000001','1':'00000002'},"
                    + "'max_concurrency':2,'wait_seconds':20}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 20, 50})
  void startedRunsAreReportedBeforeTheTimeOfTheCallEnds(int timeout) {
    for (String wait : List.of("", ",'wait_seconds':0")) {
      for (FakeRuns jetty :
          List.of(new FakeRuns().endingAtPoll(1_000), new FakeRuns().losingReplyTo("1"))) {
        ToolHarness call =
            ToolHarness.within(
                Duration.ofSeconds(timeout),
                RunTools.RUN_BATCH,
                jetty.jetty(),
                "{'task':'test-echo','runs':[{'text':'0'},{'text':'1'}]" + wait + "}");
        assertThat(call.shown().path("runs").path(0).path("trajectory_id").asString())
            .isEqualTo(jetty.idOf("0"));
      }
    }
  }

  @Test
  void tooLargeInputsAreNamedByIndex() {
    String large = "x".repeat(5_000);
    String runs =
        IntStream.range(0, 4)
            .mapToObj(i -> "{'text':'" + large + "'}")
            .collect(Collectors.joining(","));
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_BATCH,
            new FakeRuns().endingAtPoll(1_000).jetty(),
            ("{'task':'test-echo','wait_seconds':1,'max_concurrency':1,'runs':[" + runs + "]}"));
    assertThat(call.result().next()).extracting(Next::tool).containsExactly("wait-for-run");
    assertThat(call.shown().path("note").asString())
        .startsWith("Not started: 1-3. To start just these, call run-batch again with");
  }

  @Test
  void runsAreStartedButNotPolledWithoutWaiting() {
    FakeRuns jetty = new FakeRuns().endingAtPoll(1_000);
    ToolHarness call = batch(jetty, 30, ",'wait_seconds':0,'max_concurrency':3");
    assertThat(jetty.inputs()).hasSize(30);
    assertThat(call.jetty().lines()).noneMatch(line -> line.contains("/db/trajectory/"));
    assertThat(call.shown().path("totals")).isEqualTo(json("{'pending':30}"));
    assertThat(call.took()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void failedRunDoesNotStopOthersAndSuggestsDebugRun() {
    FakeRuns jetty = new FakeRuns().failing("1", "ValueError: items_path is required");
    ToolHarness call = batch(jetty, 3, "");
    assertThat(call.shown().path("runs").path(1))
        .isEqualTo(
            json(
                "{'index':1,'trajectory_id':'"
                    + jetty.idOf("1")
                    + "','status':'failed','error':'ValueError: items_path is required'}"));
    assertThat(call.shown().path("totals")).isEqualTo(json("{'completed':2,'failed':1}"));
    assertThat(call.result().next()).extracting(Next::tool).containsExactly("debug-run");
    assertThat(call.result().next().get(0).arguments().path("trajectory_id").asString())
        .isEqualTo(jetty.idOf("1"));
  }

  @Test
  void progressCountsTheRuns() {
    FakeRuns jetty = new FakeRuns().endingAtPoll(12).failing("3", "broke");
    FakeCall call = batch(jetty, 40, ",'wait_seconds':120").call();
    assertThat(call.progressReports())
        .extracting(FakeCall.Progress::message)
        .anyMatch(message -> message.matches("\\d+ of 40 finished, 1 failed, 5 under way, \\d+ s"));
    assertThat(call.latest()).isEqualTo("20 of 40 finished, 1 failed, 5 under way, 120 s");
  }

  @Test
  void cancelledBatchSendsNoRequests() {
    FakeJetty jetty = new FakeRuns().endingAtPoll(20).jetty();
    VirtualTimeScheduler time = VirtualTimeScheduler.set(VirtualTimeScheduler.create(true));
    try {
      Args in =
          Args.check(
                  RunTools.RUN_BATCH.params(),
                  List.of(),
                  (ObjectNode)
                      json(
                          "{'task':'test-echo','wait_seconds':3600,'max_concurrency':1,"
                              + "'runs':[{},{},{}]}"),
                  secret -> {})
              .with(Tool.COLLECTION, "acme");
      Clock clock = Clock.fixed(ToolHarness.BEGIN, ZoneOffset.UTC);
      FakeCall call = new FakeCall(in, jetty, new FakeLocalAccess(), clock);
      Disposable going = ((Action.Runs) RunTools.RUN_BATCH.action()).run().apply(call).subscribe();
      time.advanceTimeBy(Duration.ofSeconds(5));
      int before = jetty.requests().size();
      going.dispose();
      time.advanceTimeBy(Duration.ofMinutes(10));
      assertThat(jetty.requests()).hasSize(before).hasSizeGreaterThan(5);
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  @Test
  void hundredRunsWithLongErrorsFit() {
    FakeRuns jetty = new FakeRuns();
    IntStream.range(0, 100).forEach(i -> jetty.failing("" + i, "broke ".repeat(500)));
    ToolHarness call = batch(jetty, 100, ",'max_concurrency':20");
    byte[] shown = CatalogLawsTest.whole(call).toString().getBytes(StandardCharsets.UTF_8);
    assertThat(shown.length).isLessThan(32_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'task':'t','runs':[]}",
        "{'task':'t','runs':['a']}",
        "{'task':'t','runs':{}}",
        "{'task':'t'}",
        "{'task':'t','runs':[{}],'max_concurrency':21}",
        "{'task':'t','runs':[{}],'max_concurrency':0}"
      })
  void invalidArgumentsAreRefusedBeforeAnyRequest(String arguments) {
    FakeJetty jetty = new FakeRuns().jetty();
    assertThatThrownBy(
            () ->
                ToolHarness.of(RunTools.RUN_BATCH, jetty, arguments)
                    .failure()
                    .ifPresent(RunBatchTest::raise))
        .isInstanceOf(BadArguments.class);
    assertThat(jetty.requests()).isEmpty();
  }

  private static void raise(Throwable failure) {
    throw (RuntimeException) failure;
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
