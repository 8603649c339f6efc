package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.tool.FakeCall;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Timeline.Span;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests waiting for a run in virtual time. */
class RunWaitTest {
  private static final String DATABASE = "GET /api/v1/db/trajectory/acme/test-echo/1a2b3c4d";
  private static final String STORAGE = "GET /api/v1/trajectory/acme/test-echo/1a2b3c4d";
  private static final String RUNNING =
      """
      {"trajectory_id":"1a2b3c4d","status":"running","total_steps":["a","b"],
       "completed_steps":["a"],"steps":{"a":{"ended":"t"},"b":{}}}""";
  private static final String FAILED =
      """
      {"trajectory_id":"1a2b3c4d","status":"failed","error":null,"steps":{"a":{"outputs":{"text":"x"}},
       "b":{"status":"failed","error":"ValueError: items_path is required"}}}""";

  @Test
  void finishedRunShowsOutputsAndFiles() {
    ToolHarness call = sync(start().on(DATABASE, RUNNING).on(DATABASE, Acme.RUN), 45);
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'workflow_id':'acme-test-echo--1a2b3c4d','trajectory_id':'1a2b3c4d',"
                    + "'status':'completed','finished':true,'duration_seconds':2.5,"
                    + "'outputs':{'echo':{'text':'Hi','images':[{'path':"
                    + "'acme/test-echo/0000/x.jpg','extension':'jpg','content_type':'image/jpeg'}]}},"
                    + "'files':[{'step':'echo','path':'acme/test-echo/0000/x.jpg',"
                    + "'content_type':'image/jpeg'}],"
                    + "'url':'https://jetty.io/acme/test-echo/1a2b3c4d'}"));
    assertThat(call.took()).isLessThan(Duration.ofSeconds(1));
    assertThat(call.jetty().lines()).containsOnlyOnce(RunStartTest.RUN);
  }

  @Test
  void failedRunIsAResultThatSuggestsDebugRun() {
    ToolHarness call = await(new Routes().on(DATABASE, FAILED), 45);
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'trajectory_id':'1a2b3c4d','status':'failed','finished':true,"
                    + "'failed_step':'b','error':'ValueError: items_path is required',"
                    + "'outputs':{'a':{'text':'x'}},"
                    + "'url':'https://jetty.io/acme/test-echo/1a2b3c4d'}"));
    assertThat(call.result().next().get(0).tool()).isEqualTo("debug-run");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(json("{'collection':'acme','task':'test-echo','trajectory_id':'1a2b3c4d'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'trajectory_id':'1a2b3c4d','status':'timed_out','steps':{}}",
        "{'trajectory_id':'1a2b3c4d','status':'completed','completed_steps':['a'],"
            + "'steps':{'a':{'outputs':{'success':false}}}}",
        "{'trajectory_id':'1a2b3c4d','status':'completed','steps':{}}"
      })
  void runWithoutSuccessSuggestsDebugRun(String run) {
    ToolHarness call = await(new Routes().on(DATABASE, run), 45);
    assertThat(call.result().next()).extracting(Next::tool).containsExactly("debug-run");
  }

  @Test
  void completedRunWithoutStepsCarriesAWarning() {
    String run = "{'trajectory_id':'1a2b3c4d','status':'completed','steps':{}}";
    assertThat(await(new Routes().on(DATABASE, run), 45).shown().path("warnings"))
        .isEqualTo(
            json(
                "['Jetty reports the run as completed, but it has no steps, so it did nothing."
                    + " Add steps to the workflow of the task.']"));
  }

  @Test
  void completedRunWhoseStepsAreNotKnownHasNoWarning() {
    String run = "{'trajectory_id':'1a2b3c4d','status':'completed'}";
    assertThat(await(new Routes().on(DATABASE, run), 45).shown().has("warnings")).isFalse();
  }

  @Test
  void failedRunThatCannotBeReadInFullSuggestsDebugRun() {
    Routes routes = new Routes().on(DATABASE, FAILED).on(DATABASE, new TooLarge(64_000_000));
    assertThat(await(routes, 45).result().next())
        .extracting(Next::tool)
        .containsExactly("debug-run");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 45, 600, 3600})
  void expiredWaitReturnsAHandle(int seconds) {
    ToolHarness call = await(new Routes().on(DATABASE, RUNNING), seconds);
    assertThat(call.took())
        .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds).plusMillis(200));
    assertThat(call.shown().path("finished").asBoolean()).isFalse();
    assertThat(call.shown().path("status").asString()).isEqualTo("running");
    assertThat(call.result().next().get(0).tool()).isEqualTo("wait-for-run");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(json("{'collection':'acme','task':'test-echo','trajectory_id':'1a2b3c4d'}"));
  }

  @Test
  void waitOfAnHourIsSupported() {
    Routes routes = new Routes();
    for (int polls = 0; polls < 890; polls++) {
      routes.on(DATABASE, RUNNING);
    }
    ToolHarness call = await(routes.on(DATABASE, Acme.RUN), 3600);
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.took()).isGreaterThan(Duration.ofMinutes(55));
  }

  @Test
  void pollsBackOffToFourSeconds() {
    ToolHarness call = await(new Routes().on(DATABASE, RUNNING), 600);
    assertThat(call.jetty().requests().size()).isBetween(150, 160);
  }

  @Test
  void progressNamesTheStepAndTheSeconds() {
    FakeCall call = await(new Routes().on(DATABASE, RUNNING), 120).call();
    assertThat(call.progressReports())
        .extracting(FakeCall.Progress::message)
        .containsExactly("checking the run, 0 s", "running: b (1 of 2 steps done), 0 s");
    assertThat(call.latest()).isEqualTo("running: b (1 of 2 steps done), 120 s");
  }

  @Test
  void silentJettyDoesNotDelayTheHandle() {
    FakeJetty silent = FakeJetty.neverAnswering();
    ToolHarness await = ToolHarness.of(RunTools.WAIT_FOR_RUN, silent, RUN);
    assertThat(await.failure()).containsInstanceOf(Unavailable.class);
    assertThat(await.took()).isLessThan(Duration.ofSeconds(50));
    ToolHarness started = silentAt(DATABASE, start().on(DATABASE, RUNNING), 45);
    assertThat(started.took()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(50));
    assertThat(started.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
    assertThat(started.shown().path("finished").asBoolean()).isFalse();
    assertThat(started.result().next().get(0).tool()).isEqualTo("wait-for-run");
    assertThat(silentAt(DATABASE, start().on(DATABASE, RUNNING), 0).took())
        .isLessThan(Duration.ofSeconds(35));
  }

  @Test
  void checksBeforeTheStartCountAsWaiting() {
    ToolHarness slow = silentAt(RunStartTest.TRIAL, start().on(DATABASE, RUNNING), 45);
    assertThat(slow.took()).isBetween(Duration.ofSeconds(44), Duration.ofSeconds(47));
    assertThat(slow.shown().path("status").asString()).isEqualTo("running");
  }

  @Test
  void newRunThatIsNotFoundIsPending() {
    Routes routes = start();
    for (int polls = 0; polls < 6; polls++) {
      routes.on(DATABASE, Routes.notFound());
    }
    ToolHarness call = sync(routes.on(DATABASE, Acme.RUN), 45);
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    ToolHarness handle = sync(start().on(DATABASE, Routes.notFound()), 5);
    assertThat(handle.shown().path("status").asString()).isEqualTo("pending");
    assertThat(handle.shown().path("finished").asBoolean()).isFalse();
  }

  @Test
  void unknownRunIsNotFound() {
    ToolHarness call = await(new Routes().on(DATABASE, Routes.notFound()), 45);
    assertThat(call.failure(Refused.class).kind()).isEqualTo(Refused.Kind.NOT_FOUND);
    assertThat(call.took()).isLessThan(Duration.ofSeconds(15));
    await(new Routes().on(DATABASE, Routes.notFound()), 0).failure(Refused.class);
  }

  @Test
  void startedRunIsReturnedDespiteAnError() {
    for (RuntimeException failure :
        List.of(
            new Unavailable(Unavailable.Reason.SERVER_ERROR, 503, "x", java.util.Optional.empty()),
            new NotSignedIn(true, ""),
            new Refused(Refused.Kind.FORBIDDEN, 403, ""))) {
      ToolHarness call = sync(start().on(DATABASE, failure), 45);
      assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
      assertThat(call.shown().path("finished").asBoolean()).isFalse();
      assertThat(call.shown().path("note").asString()).contains("do not start it again");
      assertThat(call.result().next().get(0).tool()).isEqualTo("wait-for-run");
    }
  }

  @Test
  void failedPollKeepsTheLastStatus() {
    var down = new Unavailable(Unavailable.Reason.BROKEN_OFF, "");
    ToolHarness call = await(new Routes().on(DATABASE, RUNNING).on(DATABASE, down), 45);
    assertThat(call.shown().path("status").asString()).isEqualTo("running");
    assertThat(call.shown().path("note").asString())
        .isEqualTo(
            "Could not ask Jetty how far the run is. The connection closed before the reply was"
                + " complete. The run may still be going; do not start it again.");
  }

  @Test
  void failedFirstPollIsAnError() {
    var down = new Unavailable(Unavailable.Reason.NOT_CONNECTED, "");
    assertThat(await(new Routes().on(DATABASE, down), 45).failure()).contains(down);
  }

  @Test
  void finishedRunWithTooLargeOutputsIsFinished() {
    ToolHarness call =
        sync(start().on(DATABASE, Acme.RUN).on(DATABASE, new TooLarge(64_000_000)), 45);
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.shown().path("finished").asBoolean()).isTrue();
    assertThat(call.shown().path("note").asString())
        .isEqualTo(
            "The run is finished, but its outputs could not be read. The reply exceeds 64000000"
                + " bytes.");
  }

  @Test
  void outputsMissingInTheDatabaseAreReadFromStorage() {
    String without = Acme.RUN.replaceFirst("\"outputs\":\\{.*?]},", "");
    ToolHarness call = await(new Routes().on(DATABASE, without).on(STORAGE, Acme.RUN), 45);
    assertThat(call.shown().path("outputs").path("echo").path("text").asString()).isEqualTo("Hi");
  }

  @Test
  void largeOutputsAreSuggestedAsCalls() {
    String large = Acme.RUN.replace("\"text\":\"Hi\",", "\"text\":\"" + "x".repeat(2000) + "\",");
    ToolHarness call = await(new Routes().on(DATABASE, large), 45);
    assertThat(call.result().ifCut()).hasSize(1);
    assertThat(call.result().ifCut().get(0).arguments().path("step").asString()).isEqualTo("echo");
  }

  @Test
  void workflowIdIsReducedToTheTrajectoryId() {
    ToolHarness call =
        ToolHarness.of(
            RunTools.WAIT_FOR_RUN,
            new Routes().on(DATABASE, Acme.RUN).jetty(),
            "{'task':'test-echo','trajectory_id':'acme-test-echo--1a2b3c4d'}");
    assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 20, 50})
  void startedRunIsReturnedBeforeTheTimeOfTheCallEnds(int timeout) {
    for (String wait : List.of("", ",'wait_seconds':0")) {
      FakeJetty silent =
          start()
              .on(DATABASE, RUNNING)
              .jetty()
              .neverEnding(request -> FakeJetty.line(request).equals(DATABASE));
      for (FakeJetty jetty : List.of(start().on(DATABASE, RUNNING).jetty(), silent)) {
        ToolHarness call =
            ToolHarness.within(
                Duration.ofSeconds(timeout),
                RunTools.RUN_TASK_SYNC,
                jetty,
                "{'task':'test-echo'" + wait + "}");
        assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
      }
    }
  }

  @Test
  void timelineShowsWhenEachStepRan() {
    Routes routes =
        new Routes()
            .on(
                DATABASE,
                """
                {"trajectory_id":"1a2b3c4d","status":"running","created":"2026-03-04T10:00:00",
                 "total_steps":["a","b","c"],"steps":{
                  "a":{"created":"2026-03-04T10:00:01","ended":"2026-03-04T10:00:09",
                   "duration_seconds":2.5,"status":"completed"},
                  "b":{"created":"2026-03-04T10:00:04Z"}}}""");
    Instant begun = Instant.parse("2026-03-04T10:00:00Z");
    assertThat(await(routes, 0).call().timeline())
        .contains(
            new Timeline(
                "test-echo 1a2b3c4d",
                Optional.of("https://jetty.io/acme/test-echo/1a2b3c4d"),
                begun,
                List.of(
                    new Span(
                        "a",
                        "completed",
                        Optional.of(begun.plusSeconds(1)),
                        Optional.of(begun.plusMillis(3_500))),
                    new Span("b", "running", Optional.of(begun.plusSeconds(4)), Optional.empty()),
                    new Span("c", "pending", Optional.empty(), Optional.empty()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'created':7,'ended':[],'duration_seconds':'x'}",
        "{'created':'2026-03-04T10:00:00Z','duration_seconds':1e308}",
        "{'created':'2026-03-04T10:00:00Z','duration_seconds':-1e308}"
      })
  void impossibleTimesOfAStepAreLeftOut(String step) {
    Routes routes =
        new Routes()
            .on(
                DATABASE,
                "{'trajectory_id':'1a2b3c4d','status':'running','steps':{'a':%s}}".formatted(step));
    Timeline timeline = await(routes, 0).call().timeline().orElseThrow();
    assertThat(timeline.begun()).isEqualTo(ToolHarness.BEGIN);
    assertThat(timeline.spans())
        .singleElement()
        .satisfies(span -> assertThat(span.ended()).isEmpty());
  }

  private static final String RUN = "{'task':'test-echo','trajectory_id':'1a2b3c4d'}";

  private static Routes start() {
    return new Routes()
        .on(RunStartTest.TASK, Acme.TASK)
        .on(RunStartTest.TRIAL, Acme.TRIAL)
        .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
        .on(RunStartTest.RUN, Acme.STARTED);
  }

  private static ToolHarness sync(Routes routes, int seconds) {
    return ToolHarness.of(
        RunTools.RUN_TASK_SYNC,
        routes.jetty(),
        "{'task':'test-echo','wait_seconds':" + seconds + "}");
  }

  private static ToolHarness silentAt(String line, Routes routes, int seconds) {
    return ToolHarness.of(
        RunTools.RUN_TASK_SYNC,
        routes.jetty().neverEnding(request -> FakeJetty.line(request).equals(line)),
        "{'task':'test-echo','wait_seconds':" + seconds + "}");
  }

  private static ToolHarness await(Routes routes, int seconds) {
    String arguments = RUN.replace("}", ",'wait_seconds':" + seconds + "}");
    return ToolHarness.of(RunTools.WAIT_FOR_RUN, routes.jetty(), arguments);
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
