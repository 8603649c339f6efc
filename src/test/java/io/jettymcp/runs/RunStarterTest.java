package io.jettymcp.runs;

import static io.jettymcp.runs.RunStartTest.ENVIRONMENT;
import static io.jettymcp.runs.RunStartTest.RUN;
import static io.jettymcp.runs.RunStartTest.TASK;
import static io.jettymcp.runs.RunStartTest.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StartUnknown;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.Catalog;
import io.jettymcp.tools.RunTools;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests starts without a usable reply, in virtual time. */
class RunStarterTest {
  private static final String RUNS = "GET /api/v1/db/trajectories/acme/test-echo?limit=5&page=1";
  private static final String POLL = "GET /api/v1/db/trajectory/acme/test-echo/feedbeef";

  static List<Failure> unanswered() {
    return List.of(
        new StillRunning(),
        new TooLarge(1),
        new Unavailable(Unavailable.Reason.TIMED_OUT, ""),
        new Unavailable(Unavailable.Reason.BROKEN_OFF, ""),
        new Unavailable(Unavailable.Reason.UNREADABLE, ""),
        new Unavailable(Unavailable.Reason.SERVER_ERROR, 502, "", Optional.empty()));
  }

  static List<Failure> refused() {
    return List.of(
        new Refused(Refused.Kind.INVALID, 422, ""),
        new NotSignedIn(true, ""),
        new RateLimited(Optional.empty()),
        new Unavailable(Unavailable.Reason.NOT_CONNECTED, ""));
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void unansweredStartFindsTheRunByItsInputs(Failure failure) {
    FakeJetty jetty =
        starting(failure)
            .on(RUNS, runs(run("0badf00d", "'text':'Bye'"), run("feedbeef", "'text':'Hi','n':0")))
            .jetty();
    ToolHarness call = run(RunTools.RUN_TASK, jetty);
    assertThat(call.shown().path("trajectory_id").asString("")).isEqualTo("feedbeef");
    assertThat(call.shown().path("note").asString("")).contains("Do not start it again");
    assertThat(call.result().next().get(0).tool()).isEqualTo("wait-for-run");
    assertThat(jetty.lines()).containsOnlyOnce(RUN);
  }

  @Test
  void runTaskSyncWaitsForTheFoundRun() {
    FakeJetty jetty =
        starting(new StillRunning())
            .on(RUNS, runs(run("feedbeef", "'text':'Hi'")))
            .on(POLL, Acme.RUN.replace("1a2b3c4d", "feedbeef"))
            .jetty();
    ToolHarness call = run(RunTools.RUN_TASK_SYNC, jetty);
    assertThat(call.shown().path("finished").asBoolean()).isTrue();
    assertThat(call.shown().path("trajectory_id").asString("")).isEqualTo("feedbeef");
    assertThat(jetty.lines()).containsOnlyOnce(RUN);
  }

  @Test
  void lateListedRunIsFound() {
    FakeJetty jetty =
        starting(new StillRunning())
            .on(RUNS, runs())
            .on(RUNS, runs())
            .on(RUNS, runs(run("feedbeef", "'text':'Hi'")))
            .jetty();
    assertThat(run(RunTools.RUN_TASK, jetty).shown().path("trajectory_id").asString(""))
        .isEqualTo("feedbeef");
  }

  @Test
  void earlierRunWithTheSameInputsIsIgnored() {
    String earlier = run("feedbeef", "'text':'Hi'").replace("10:17:30", "10:16:00");
    FakeJetty jetty = starting(new StillRunning()).on(RUNS, runs(earlier)).jetty();
    ToolHarness call = run(RunTools.RUN_TASK, jetty);
    assertThat(call.shown().has("trajectory_id")).isFalse();
    assertThat(call.shown().path("status").asString("")).isEqualTo("running");
    assertThat(call.shown().path("note").asString("")).contains("Do not start it again");
    assertThat(call.result().next().get(0).tool()).isEqualTo("list-trajectories");
  }

  @Test
  void runOfARoutineIsNotTheUnansweredStart() {
    String ofRoutine = run("0badf00d", "").replace("'init", "'triggered_by_routine_id':12,'init");
    FakeJetty jetty =
        starting(new StillRunning()).on(RUNS, runs(ofRoutine, run("feedbeef", ""))).jetty();
    ToolHarness call = ToolHarness.of(RunTools.RUN_TASK, jetty, "{'task':'test-echo'}");
    assertThat(call.shown().path("trajectory_id").asString("")).isEqualTo("feedbeef");
  }

  @Test
  void errorThatNamesTheRunNeedsNoSearch() {
    FakeJetty jetty =
        starting(new StillRunning(FakeJetty.json("{'workflow_id':'acme-test-echo--feedbeef'}")))
            .jetty();
    assertThat(run(RunTools.RUN_TASK, jetty).shown().path("trajectory_id").asString(""))
        .isEqualTo("feedbeef");
  }

  @Test
  void unansweredStartWithoutARunIsUnknown() {
    for (Failure failure : unanswered()) {
      if (!(failure instanceof StillRunning)) {
        FakeJetty jetty = starting(failure).on(RUNS, runs()).jetty();
        assertThat(run(RunTools.RUN_TASK, jetty).failure(StartUnknown.class).why())
            .isEqualTo(failure);
        assertThat(jetty.lines()).containsOnlyOnce(RUN);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusedStartIsNeitherSearchedForNorRepeated(Failure failure) {
    FakeJetty jetty = starting(failure).jetty();
    assertThat(run(RunTools.RUN_TASK, jetty).failure()).contains(failure);
    assertThat(jetty.lines()).containsOnlyOnce(RUN);
  }

  @Test
  void unansweredRoutineStartFindsTheRunOfTheRoutine() {
    String ofRoutine = run("feedbeef", "").replace("'init", "'triggered_by_routine_id':12,'init");
    FakeJetty jetty =
        new Routes()
            .on("POST /api/v1/routines/acme/test-echo/daily/run-now", new StillRunning())
            .on(RUNS, runs(run("0badf00d", ""), ofRoutine))
            .jetty();
    Tool tool =
        Catalog.ALL.stream().filter(t -> t.name().equals("run-routine-now")).findFirst().get();
    ToolHarness call = ToolHarness.of(tool, jetty, "{'task':'test-echo','name':'daily'}");
    assertThat(call.shown().path("trajectory_id").asString("")).isEqualTo("feedbeef");
  }

  private static Routes starting(Failure failure) {
    return new Routes()
        .on(TASK, Acme.TASK)
        .on(TRIAL, Acme.TRIAL)
        .on(ENVIRONMENT, Acme.ENVIRONMENT)
        .on(RUN, failure);
  }

  private static ToolHarness run(Tool tool, FakeJetty jetty) {
    return ToolHarness.of(tool, jetty, "{'task':'test-echo','init_params':{'text':'Hi'}}");
  }

  private static String run(String id, String inputs) {
    return "{'trajectory_id':'%s','created':'2026-03-04T10:17:30','init_params':{%s}}"
        .formatted(id, inputs);
  }

  private static String runs(String... runs) {
    return "{'trajectories':[" + String.join(",", runs) + "]}";
  }
}
