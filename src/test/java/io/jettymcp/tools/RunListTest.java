package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.ToolHarness;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests pages of runs, including filters that Jetty lacks. */
class RunListTest {
  private static final String PATH = "GET /api/v1/db/trajectories/acme/test-echo";

  @Test
  void runIsShownInBrief() {
    ToolHarness call = list(Acme.jetty(), "{'task':'test-echo'}");
    assertThat(call.jetty().lines()).containsExactly(PATH + "?limit=10&page=1");
    assertThat(call.shown())
        .isEqualTo(
            FakeJetty.json(
                """
                {"trajectories":[{"trajectory_id":"1a2b3c4d","status":"completed",
                 "created":"2026-03-04T10:00:00","inputs":"{\\"text\\":\\"Hi\\"}",
                 "duration_seconds":2.5,
                 "labels":[{"key":"quality","value":"good","author":"ann"}],
                 "triggered_by_routine_id":12,
                 "url":"https://jetty.io/acme/test-echo/1a2b3c4d"}],"total":300,"page":1}"""));
    assertThat(call.result().page().orElseThrow().more()).isTrue();
  }

  @Test
  void failedRunShowsStepAndError() {
    String run =
        "{'trajectory_id':'a','status':'failed','total_steps':['x','y'],'steps':"
            + "{'x':{'ended':'t'},'y':{'error':'boom'}}}";
    FakeJetty jetty = FakeJetty.replying("{'trajectories':[" + run + "]}");
    JsonNode row = list(jetty, "{'task':'t'}").shown().path("trajectories").path(0);
    assertThat(row.path("failed_step").asString()).isEqualTo("y");
    assertThat(row.path("error").asString()).isEqualTo("boom");
  }

  @Test
  void unknownStatusIsRefusedWithTheNearest() {
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> list(Acme.jetty(), "{'task':'t','status':'faild'}"))
        .satisfies(refused -> assertThat(refused.problem()).contains("the nearest is failed"));
  }

  @ParameterizedTest
  @CsvSource({"0,false", "9,false", "10,true"})
  void fullPageWithoutHasMoreSuggestsTheNext(int runs, boolean more) {
    String page =
        IntStream.range(0, runs).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
    ToolHarness call = list(FakeJetty.replying("{'trajectories':" + page + "}"), "{'task':'t'}");
    assertThat(call.result().page().orElseThrow().more()).isEqualTo(more);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1, 37, 37, 2",
    "10, 1, 10, 10, 2",
    "10, 3, 10, 10, 4",
    "100, 2, 37, 34, 5",
    "10, 1, 0, 1, 1"
  })
  void nextPageBeginsAtTheFirstOmittedRun(int limit, int page, int shown, int next, int at) {
    FakeJetty jetty = runs(1_000, 2);
    ToolHarness call = list(jetty, "{'task':'t','limit':" + limit + ",'page':" + page + "}");
    assertThat(call.result().page().orElseThrow().rest().apply(shown).arguments())
        .isEqualTo(json("{'collection':'acme','task':'t','limit':" + next + ",'page':" + at + "}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 23, 99, 100})
  void suggestedCallsListAllRuns(int fits) {
    assertThat(follow(runs(230, 2), "{'task':'t','limit':100}", fits)).hasSize(230);
    Set<String> failed = follow(runs(230, 2), "{'task':'t','limit':40,'status':'failed'}", fits);
    assertThat(failed).hasSize(115);
  }

  @Test
  void filteredRunsHaveTheirOwnPages() {
    FakeJetty jetty = runs(1_000, 10);
    ToolHarness call = list(jetty, "{'task':'t','status':'failed','limit':10,'page':2}");
    assertThat(ids(call)).hasSize(10).startsWith("r100").endsWith("r190");
    assertThat(call.result().page().orElseThrow().more()).isTrue();
    assertThat(call.result().page().orElseThrow().rest().apply(10).arguments())
        .isEqualTo(
            json("{'collection':'acme','task':'t','limit':10,'page':3,'status':['failed']}"));
    assertThat(jetty.lines()).startsWith("GET /api/v1/db/trajectories/acme/t?limit=100&page=1");
    assertThat(jetty.requests()).hasSize(3);
  }

  @Test
  void filteredRunsAreLimited() {
    ToolHarness call = list(runs(100, 1), "{'task':'t','status':'failed','limit':3}");
    assertThat(ids(call)).containsExactly("r0", "r1", "r2");
    assertThat(call.result().page().orElseThrow().more()).isTrue();
  }

  @Test
  void lastPageOfAStatusHasNoNextPage() {
    ToolHarness call = list(runs(95, 10), "{'task':'t','status':'failed','limit':5,'page':2}");
    assertThat(ids(call)).hasSize(5);
    assertThat(call.result().page().orElseThrow().more()).isFalse();
    ToolHarness none = list(runs(95, 10), "{'task':'t','status':'failed','limit':5,'page':9}");
    assertThat(ids(none)).isEmpty();
    assertThat(none.result().page().orElseThrow().more()).isFalse();
  }

  @Test
  void searchForARareStatusIsLimited() {
    FakeJetty jetty = runs(100_000, 100_000);
    ToolHarness call = list(jetty, "{'task':'t','status':'failed'}");
    assertThat(ids(call)).containsExactly("r0");
    assertThat(jetty.requests()).hasSize(20);
    assertThat(call.call().progressReports()).isNotEmpty();
    Result.Page page = call.result().page().orElseThrow();
    assertThat(page.more()).isTrue();
    assertThat(page.rest().apply(1).arguments())
        .isEqualTo(json("{'collection':'acme','task':'t','limit':100,'page':21}"));
  }

  @Test
  void severalStatusesAreListedTogether() {
    FakeJetty jetty =
        FakeJetty.replying(
            """
            {"trajectories":[{"trajectory_id":"a","status":"failed"},
             {"trajectory_id":"b","status":"completed"},{"trajectory_id":"c","status":"cancelled"}]}""");
    ToolHarness call = list(jetty, "{'task':'t','status':['failed','cancelled']}");
    assertThat(ids(call)).containsExactly("a", "c");
    assertThat(call.shown().path("total").asInt()).isEqualTo(2);
  }

  @Test
  void searchEndsAtAPageOlderThanTheRange() {
    FakeJetty jetty = daily(1_000);
    ToolHarness call =
        list(jetty, "{'task':'t','since':'2025-11-01','until':'2025-11-30','limit':100}");
    assertThat(ids(call)).hasSize(30).startsWith("d94").endsWith("d123");
    assertThat(call.shown().path("total").asInt()).isEqualTo(30);
    assertThat(call.shown().has("note")).isFalse();
    assertThat(call.result().page().orElseThrow().more()).isFalse();
    assertThat(jetty.requests()).hasSize(3);
  }

  @Test
  void unknownTotalIsOmitted() {
    ToolHarness call = list(daily(1_000), "{'task':'t','since':'2020-01-01','limit':5}");
    assertThat(call.shown().has("total")).isFalse();
    assertThat(call.result().page().orElseThrow().rest().apply(5).arguments())
        .isEqualTo(
            json("{'collection':'acme','task':'t','limit':5,'page':2,'since':'2020-01-01'}"));
  }

  @Test
  void endOfTheSearchIsReported() {
    ToolHarness call = list(daily(5_000), "{'task':'t','until':'2000-01-01'}");
    assertThat(ids(call)).isEmpty();
    assertThat(call.shown().path("note").asString())
        .isEqualTo("Only the newest 2000 runs were searched, back to 2020-09-12T10:00:00Z.");
  }

  @Test
  void inputsAreShortened() {
    String text = "x".repeat(500);
    FakeJetty jetty =
        FakeJetty.replying(
            "{'trajectories':[{'trajectory_id':'a','init_params':{'text':'%s'}}]}".formatted(text));
    String inputs = list(jetty, "{'task':'t'}").shown().at("/trajectories/0/inputs").asString();
    assertThat(inputs).startsWith("{\"text\":\"xxx").hasSizeLessThan(220);
  }

  /** Returns one run per day, back from 4 March 2026. */
  private static FakeJetty daily(int all) {
    LocalDateTime newest = LocalDateTime.of(2026, 3, 4, 10, 0);
    return new FakeJetty(
        request -> {
          int limit = Integer.parseInt(request.query().get("limit"));
          int from = (Integer.parseInt(request.query().get("page")) - 1) * limit;
          String items =
              IntStream.range(from, Math.min(all, from + limit))
                  .mapToObj(
                      i ->
                          "{'trajectory_id':'d%d','status':'completed','created':'%s'}"
                              .formatted(i, newest.minusDays(i)))
                  .collect(Collectors.joining(","));
          return json("{'trajectories':[" + items + "],'has_more':" + (from + limit < all) + "}");
        });
  }

  /** Follows the suggested calls and collects the ids, with a limited number of runs per result. */
  private static Set<String> follow(FakeJetty jetty, String arguments, int fits) {
    Set<String> seen = new LinkedHashSet<>();
    String next = arguments;
    for (int calls = 0; calls < 1_000; calls++) {
      ToolHarness call = list(jetty, next);
      List<String> ids = ids(call);
      int shown = Math.min(fits, ids.size());
      seen.addAll(ids.subList(0, shown));
      Result.Page page = call.result().page().orElseThrow();
      if (shown == ids.size() && !page.more()) {
        return seen;
      }
      next = page.rest().apply(shown).arguments().toString();
    }
    throw new AssertionError("the calls never end");
  }

  /** Returns pages of runs of which every n-th failed. */
  private static FakeJetty runs(int all, int everyNthFailed) {
    return new FakeJetty(
        request -> {
          int limit = Integer.parseInt(request.query().getOrDefault("limit", "10"));
          int page = Integer.parseInt(request.query().getOrDefault("page", "1"));
          int from = Math.min(all, (page - 1) * limit);
          int to = Math.min(all, from + limit);
          String items =
              IntStream.range(from, to)
                  .mapToObj(
                      i ->
                          "{'trajectory_id':'r%d','status':'%s'}"
                              .formatted(i, i % everyNthFailed == 0 ? "failed" : "completed"))
                  .collect(Collectors.joining(","));
          return json(
              "{'trajectories':[" + items + "],'total':" + all + ",'has_more':" + (to < all) + "}");
        });
  }

  private static List<String> ids(ToolHarness call) {
    List<String> ids = new ArrayList<>();
    call.shown().path("trajectories").forEach(run -> ids.add(run.path("trajectory_id").asString()));
    return ids;
  }

  private static ToolHarness list(FakeJetty jetty, String arguments) {
    return ToolHarness.of(TrajectoryTools.LIST_TRAJECTORIES, jetty, arguments);
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
