package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests the selection and report of update-trajectory-status. */
class StatusUpdateTest {
  private static final String STATUSES = "POST /api/v1/trajectory/acme/t/statuses";
  private static final String LIST = "GET /api/v1/db/trajectories/acme/t";

  @Test
  void oneStatusIsSetForEachGivenRun() {
    FakeJetty jetty =
        FakeJetty.replying(
            """
            {"results":[{"trajectory_id":"b","updated":false,"error":"not found"},
             {"trajectory_id":"a","updated":true}],"updated_count":1}""");
    ToolHarness call =
        update(jetty, "{'task':'t','trajectory_ids':['a','w--b','b','c'],'status':'archived'}");
    assertThat(jetty.lines()).containsExactly(STATUSES);
    assertThat(body(jetty)).isEqualTo("{\"a\":\"archived\",\"b\":\"archived\",\"c\":\"archived\"}");
    assertThat(call.shown())
        .isEqualTo(
            FakeJetty.json(
                """
                {"updated_count":1,"results":[
                 {"trajectory_id":"a","to":"archived","updated":true},
                 {"trajectory_id":"b","to":"archived","updated":false,"error":"not found"},
                 {"trajectory_id":"c","to":"archived","updated":false,
                  "error":"Jetty gave no reason."}]}"""));
  }

  @Test
  void eachRunCanHaveAStatusOfItsOwn() {
    FakeJetty jetty = accepting(new Routes()).jetty();
    ToolHarness call =
        update(jetty, "{'task':'t','statuses':{'a':'archived','session-1':'cancelled'}}");
    assertThat(body(jetty)).isEqualTo("{\"a\":\"archived\",\"session-1\":\"cancelled\"}");
    assertThat(call.shown().path("updated_count").asInt()).isEqualTo(2);
  }

  @Test
  void runsOfAnotherStatusAreUnchanged() {
    FakeJetty jetty =
        accepting(new Routes())
            .on("GET /api/v1/db/trajectory/acme/t/a", "{'status':'failed'}")
            .on("GET /api/v1/db/trajectory/acme/t/b", "{'status':'running'}")
            .on("GET /api/v1/db/trajectory/acme/t/c", Routes.notFound())
            .on("GET /api/v1/trajectory/acme/t/c", Routes.notFound())
            .jetty();
    ToolHarness call =
        update(
            jetty,
            "{'task':'t','trajectory_ids':['a','b','c'],'status':'archived',"
                + "'only_if_status':['failed']}");
    assertThat(body(jetty)).isEqualTo("{\"a\":\"archived\"}");
    assertThat(call.shown().path("results"))
        .isEqualTo(
            FakeJetty.json(
                """
                [{"trajectory_id":"a","from":"failed","to":"archived","updated":true},
                 {"trajectory_id":"b","from":"running","to":"archived","updated":false,
                  "error":"Its status is running."},
                 {"trajectory_id":"c","to":"archived","updated":false,
                  "error":"Run not found."}]"""));
  }

  @Test
  void filterSkipsRunsThatHaveTheStatus() {
    FakeJetty jetty =
        accepting(new Routes())
            .on(
                LIST,
                """
                {"trajectories":[
                 {"trajectory_id":"new","status":"failed","created":"2026-03-04T10:00:00"},
                 {"trajectory_id":"a","status":"failed","created":"2026-03-03T10:00:00"},
                 {"trajectory_id":"b","status":"archived","created":"2026-03-03T09:00:00"},
                 {"trajectory_id":"c","status":"running","created":"2026-03-03T08:00:00"}]}""")
            .jetty();
    ToolHarness call = update(jetty, "{'task':'t','status':'archived','until':'2026-03-03'}");
    assertThat(body(jetty)).isEqualTo("{\"a\":\"archived\",\"c\":\"archived\"}");
    assertThat(call.shown().path("results").path(0).path("from").asString()).isEqualTo("failed");
  }

  @Test
  void dryRunSuggestsTheCallWithoutChanges() {
    FakeJetty jetty = new Routes().on(LIST, failedRuns(30)).jetty();
    ToolHarness call =
        update(jetty, "{'task':'t','status':'archived','only_if_status':'failed','dry_run':true}");
    assertThat(jetty.lines()).containsExactly(LIST + "?limit=100&page=1");
    assertThat(call.call().confirmed()).isEmpty();
    assertThat(call.shown().path("note").asString())
        .isEqualTo("Nothing was changed; 30 runs would be updated.");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(
            FakeJetty.json(
                """
                {"collection":"acme","task":"t","status":"archived","only_if_status":["failed"]}"""));
    assertThat(call.result().next().get(0).why()).contains("ask first");
  }

  @Test
  void moreThanTwentyRunsRequireConfirmation() {
    ToolHarness twenty = archiveFailed(20);
    assertThat(twenty.call().confirmed()).isEmpty();
    ToolHarness more = archiveFailed(21);
    assertThat(more.call().confirmed())
        .containsExactly(
            "set the status of 21 runs (task \"t\", collection \"acme\"): 21 to archived");
    assertThat(more.shown().path("updated_count").asInt()).isEqualTo(21);
  }

  @Test
  void runsAreSentInBatchesOfAHundred() {
    Routes routes = accepting(new Routes());
    for (int page = 1; page <= 3; page++) {
      routes.on(
          LIST + "?limit=100&page=" + page, failedRuns((page - 1) * 100, page < 3 ? 100 : 50));
    }
    FakeJetty jetty = routes.jetty();
    ToolHarness call = update(jetty, "{'task':'t','status':'archived','only_if_status':'failed'}");
    assertThat(call.shown().path("updated_count").asInt()).isEqualTo(250);
    assertThat(jetty.lines()).filteredOn(STATUSES::equals).hasSize(3);
  }

  @Test
  void secondCallUpdatesTheRunsBeyondFiveHundred() {
    Set<String> archived = new HashSet<>();
    Routes routes = accepting(new Routes(), archived);
    for (int page = 1; page <= 6; page++) {
      int first = (page - 1) * 100;
      routes.on(
          LIST + "?limit=100&page=" + page, request -> datedRuns(first, first < 500, archived));
    }
    FakeJetty jetty = routes.jetty();
    String arguments = "{'task':'t','status':'archived','since':'2026-03-01'}";

    JsonNode first = update(jetty, arguments).shown();
    assertThat(first.path("updated_count").asInt()).isEqualTo(500);
    assertThat(first.path("note").asString())
        .isEqualTo("Only the newest 500 of these runs are included; call again for the rest.");

    JsonNode second = update(jetty, arguments).shown();
    assertThat(second.path("updated_count").asInt()).isEqualTo(100);
    assertThat(second.has("note")).isFalse();
    assertThat(archived).hasSize(600);
  }

  @Test
  void onlyIfPendingIncludesQueuedRunsThatAreNamed() {
    FakeJetty jetty =
        accepting(new Routes())
            .on("GET /api/v1/db/trajectory/acme/t/a", "{'status':'queued'}")
            .jetty();
    update(
        jetty,
        "{'task':'t','trajectory_ids':['a'],'status':'cancelled','only_if_status':'pending'}");
    assertThat(body(jetty)).isEqualTo("{\"a\":\"cancelled\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "latest-failed"})
  void latestIsRefusedAmongStatuses(String word) {
    FakeJetty jetty = new Routes().jetty();
    ToolHarness call = update(jetty, "{'task':'t','statuses':{'" + word + "':'archived'}}");
    assertThat(call.failure(BadArguments.class).problem())
        .contains("\"" + word + "\"", "\"trajectory_ids\"");
    assertThat(jetty.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'task':'t','status':'archived'}",
        "{'task':'t','trajectory_ids':['a']}",
        "{'task':'t','trajectory_ids':['a'],'statuses':{'a':'failed'}}",
        "{'task':'t','status':'failed','statuses':{'a':'failed'}}",
        "{'task':'t','statuses':{'a':'running'}}",
        "{'task':'t','statuses':{'../a':'failed'}}",
        "{'task':'t','statuses':{}}",
        "{'task':'t','trajectory_ids':['a'],'status':'failed','since':'2026-03-04'}"
      })
  void ambiguousSelectionIsRefusedBeforeAnyRequest(String arguments) {
    FakeJetty jetty = new Routes().jetty();
    ToolHarness call = update(jetty, arguments);
    assertThat(call.failure(BadArguments.class).problem()).isNotEmpty();
    assertThat(jetty.requests()).isEmpty();
  }

  @Test
  void unknownStatusIsRefused() {
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(
            () ->
                update(
                    new Routes().jetty(),
                    "{'task':'t','trajectory_ids':['a'],'status':'running'}"));
  }

  private static ToolHarness archiveFailed(int runs) {
    return update(
        accepting(new Routes()).on(LIST, failedRuns(runs)).jetty(),
        "{'task':'t','status':'archived','only_if_status':['failed']}");
  }

  private static String failedRuns(int runs) {
    return failedRuns(0, runs);
  }

  private static String failedRuns(int from, int runs) {
    return IntStream.range(from, from + runs)
        .mapToObj(i -> "{'trajectory_id':'r" + i + "','status':'failed'}")
        .collect(
            Collectors.joining(",", "{'trajectories':[", "],'has_more':" + (runs == 100) + "}"));
  }

  /** Lists a hundred runs, of which some are archived. */
  private static JsonNode datedRuns(int from, boolean more, Set<String> archived) {
    ObjectNode reply = Json.object().put("has_more", more);
    for (int i = from; i < from + 100; i++) {
      reply
          .withArray("trajectories")
          .addObject()
          .put("trajectory_id", "r" + i)
          .put("status", archived.contains("r" + i) ? "archived" : "failed")
          .put("created", "2026-03-03T10:00:00");
    }
    return reply;
  }

  private static Routes accepting(Routes routes) {
    return accepting(routes, new HashSet<>());
  }

  /**
   * Confirms the update of every run.
   *
   * @param updated collects their ids
   */
  private static Routes accepting(Routes routes, Set<String> updated) {
    return routes.on(
        STATUSES,
        request -> {
          ObjectNode reply = Json.object();
          JsonNode sent = FakeJetty.json(FakeJetty.body(request));
          sent.propertyNames()
              .forEach(
                  id -> {
                    updated.add(id);
                    reply
                        .withArray("results")
                        .addObject()
                        .put("trajectory_id", id)
                        .put("updated", true);
                  });
          return reply;
        });
  }

  private static String body(FakeJetty jetty) {
    List<String> bodies =
        jetty.requests().stream()
            .filter(request -> FakeJetty.line(request).equals(STATUSES))
            .map(FakeJetty::body)
            .toList();
    return String.join("\n", bodies);
  }

  private static ToolHarness update(FakeJetty jetty, String arguments) {
    return ToolHarness.of(TrajectoryTools.UPDATE_TRAJECTORY_STATUS, jetty, arguments);
  }
}
