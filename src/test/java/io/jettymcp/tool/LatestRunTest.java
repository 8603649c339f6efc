package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tools.RunTools;
import io.jettymcp.tools.TrajectoryTools;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LatestRunTest {
  private static final String RUNS = "GET /api/v1/db/trajectories/acme/t";

  @Test
  void latestIsTheNewestRunOfAnyStatus() {
    FakeJetty jetty =
        new Routes()
            .on(RUNS + "?limit=1&page=1", "{'trajectories':[{'trajectory_id':'feedbeef'}]}")
            .on("GET /api/v1/db/trajectory/acme/t/feedbeef", "{'status':'running'}")
            .jetty();
    ToolHarness call = show(jetty, "latest");
    assertThat(call.shown().path("trajectory_id").asString("")).isEqualTo("feedbeef");
    assertThat(call.result().next().get(0).arguments().path("trajectory_id").asString(""))
        .isEqualTo("feedbeef");
  }

  @Test
  void latestFailedIsSearchedPageByPage() {
    FakeJetty jetty =
        new Routes()
            .on(RUNS + "?limit=20&page=1", page(true, "completed", "running"))
            .on(RUNS + "?limit=20&page=2", page(false, "cancelled", "timed_out", "failed"))
            .on("GET /api/v1/db/trajectory/acme/t/run1", "{'status':'timed_out'}")
            .jetty();
    assertThat(show(jetty, "latest-failed").shown().path("trajectory_id").asString(""))
        .isEqualTo("run1");
  }

  @Test
  void latestFailedIncludesSynonymsOfFailed() {
    FakeJetty jetty =
        new Routes()
            .on(RUNS, page(false, "completed", "error", "failed"))
            .on("GET /api/v1/db/trajectory/acme/t/run1", "{'status':'error'}")
            .jetty();
    assertThat(show(jetty, "latest-failed").shown().path("trajectory_id").asString(""))
        .isEqualTo("run1");
  }

  @Test
  void fullPageIsFollowedWhereJettyDoesNotSayWhetherThereAreMore() {
    String[] completed = new String[20];
    Arrays.fill(completed, "completed");
    FakeJetty jetty =
        new Routes()
            .on(RUNS + "?limit=20&page=1", page(true, completed).replace(",'has_more':true", ""))
            .on(RUNS + "?limit=20&page=2", page(false, "failed"))
            .on("GET /api/v1/db/trajectory/acme/t/run0", "{'status':'failed'}")
            .jetty();
    assertThat(show(jetty, "latest-failed").shown().path("trajectory_id").asString(""))
        .isEqualTo("run0");
  }

  @Test
  void taskWithoutRunsIsReported() {
    FakeJetty jetty = new Routes().on(RUNS, "{'trajectories':[]}").jetty();
    BadArguments failure = show(jetty, "latest").failure(BadArguments.class);
    assertThat(failure.argument()).isEqualTo("trajectory_id");
    assertThat(failure.problem()).contains("The task has no runs yet.");
  }

  @Test
  void taskWithoutFailedRunIsReported() {
    FakeJetty jetty = new Routes().on(RUNS, page(false, "completed")).jetty();
    assertThat(show(jetty, "latest-failed").failure(BadArguments.class).problem())
        .contains("No run of the task failed.");
  }

  @Test
  void searchForAFailedRunIsLimited() {
    FakeJetty jetty = new Routes().on(RUNS, page(true, "completed")).jetty();
    assertThat(show(jetty, "latest-failed").failure(BadArguments.class).problem())
        .contains("None of the newest 200 runs of the task failed.");
    assertThat(jetty.requests()).hasSize(10);
  }

  @Test
  void latestIsResolvedInListsOfIds() {
    FakeJetty jetty =
        new Routes()
            .on(RUNS + "?limit=1&page=1", "{'trajectories':[{'trajectory_id':'feedbeef'}]}")
            .on("POST /api/v1/trajectory/acme/t/statuses", "{'results':[]}")
            .jetty();
    ToolHarness.of(
        TrajectoryTools.UPDATE_TRAJECTORY_STATUS,
        jetty,
        "{'task':'t','trajectory_ids':['0badf00d','latest'],'status':'archived'}");
    assertThat(FakeJetty.body(jetty.requests().get(1)))
        .isEqualTo("{\"0badf00d\":\"archived\",\"feedbeef\":\"archived\"}");
  }

  @Test
  void waitForRunWaitsForTheLatest() {
    FakeJetty jetty =
        new Routes()
            .on(RUNS + "?limit=1&page=1", "{'trajectories':[{'trajectory_id':'feedbeef'}]}")
            .on("GET /api/v1/db/trajectory/acme/t/feedbeef", "{'status':'completed'}")
            .jetty();
    assertThat(
            ToolHarness.of(RunTools.WAIT_FOR_RUN, jetty, "{'task':'t','trajectory_id':'latest'}")
                .shown()
                .path("trajectory_id")
                .asString(""))
        .isEqualTo("feedbeef");
  }

  @Test
  void latestIsTheRunThatWasJustStartedWhileJettyDoesNotListIt() {
    assertThat(resolved("latest", page(false, "completed"), "first", "second")).isEqualTo("second");
  }

  @Test
  void latestIsTheRunThatWasJustStartedWhileJettyListsNone() {
    assertThat(resolved("latest", page(false), "first")).isEqualTo("first");
  }

  @Test
  void latestIsTheNewestOfTheListThatHasTheRunThatWasJustStarted() {
    assertThat(resolved("latest", page(false, "running", "running"), "run1")).isEqualTo("run0");
  }

  @Test
  void latestFailedIsNeverTheRunThatWasJustStarted() {
    assertThat(resolved("latest-failed", page(false, "failed"), "first")).isEqualTo("run0");
  }

  /** Returns what a word means after some runs were started, of which Jetty lists some. */
  private static String resolved(String word, String listed, String... started) {
    FakeJetty jetty = new Routes().on(RUNS, listed).jetty();
    FakeCall call =
        new FakeCall(
            Args.check(
                    TrajectoryTools.GET_TRAJECTORY.params(),
                    List.of(),
                    (ObjectNode) FakeJetty.json("{'task':'t','trajectory_id':'" + word + "'}"),
                    secret -> {})
                .with(Tool.COLLECTION, "acme"),
            jetty,
            new FakeLocalAccess(),
            Clock.systemUTC());
    for (String id : started) {
      call.started(new RunRef("acme", "t", id));
    }
    return LatestRun.resolve(call)
        .map(in -> in.get(CommonParams.TRAJECTORY))
        .blockOptional()
        .orElseThrow();
  }

  private static ToolHarness show(FakeJetty jetty, String id) {
    return ToolHarness.of(
        TrajectoryTools.GET_TRAJECTORY, jetty, "{'task':'t','trajectory_id':'" + id + "'}");
  }

  private static String page(boolean more, String... statuses) {
    return IntStream.range(0, statuses.length)
        .mapToObj(i -> "{'trajectory_id':'run" + i + "','status':'" + statuses[i] + "'}")
        .collect(Collectors.joining(",", "{'trajectories':[", "],'has_more':" + more + "}"));
  }
}
