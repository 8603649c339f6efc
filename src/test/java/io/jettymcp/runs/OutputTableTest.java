package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunTools;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests values of many runs as a table. */
class OutputTableTest {
  private static final String RUNS = "GET /api/v1/db/trajectories/acme/t";

  @Test
  void eachRunIsARowAndEachPathAColumn() {
    FakeJetty jetty =
        new Routes()
            .on(
                RUNS,
                page(run("a", "completed", "'text':'one','n':1"), run("b", "failed", "'n':2")))
            .jetty();
    JsonNode runs =
        table(jetty, "'paths':['draft.outputs.text','draft.outputs.n','init_params.topic']")
            .shown()
            .path("runs");
    assertThat(runs.path(0).path("outputs"))
        .isEqualTo(
            json("{'draft.outputs.text':'one','draft.outputs.n':1,'init_params.topic':'a'}"));
    assertThat(runs.path(0).has("missing")).isFalse();
    assertThat(runs.path(1).path("outputs"))
        .isEqualTo(json("{'draft.outputs.n':2,'init_params.topic':'b'}"));
    assertThat(runs.path(1).path("missing")).isEqualTo(json("['draft.outputs.text']"));
    assertThat(runs.path(1).path("status").asString("")).isEqualTo("failed");
  }

  @Test
  void starCollectsTheValuesOfAList() {
    FakeJetty jetty =
        new Routes()
            .on(RUNS, page(run("a", "completed", "'items':[{'name':'x'},{'name':'y'}]")))
            .jetty();
    assertThat(
            table(jetty, "'paths':['draft.outputs.items[*].name']")
                .shown()
                .at("/runs/0/outputs")
                .path("draft.outputs.items[*].name"))
        .isEqualTo(json("['x','y']"));
  }

  @Test
  void largeValueIsReplacedByItsSizeAndACall() {
    String large = "x".repeat(5_000);
    FakeJetty jetty =
        new Routes().on(RUNS, page(run("a", "completed", "'text':'" + large + "'"))).jetty();
    ToolHarness call = table(jetty, "'paths':['draft.outputs.text']");
    assertThat(call.shown().at("/runs/0/large").path("draft.outputs.text").asInt())
        .isEqualTo(5_002);
    assertThat(call.shown().toString()).doesNotContain("xxx");
    Next next = call.result().next().get(0);
    assertThat(next.tool()).isEqualTo("get-trajectory");
    assertThat(next.arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'t','trajectory_id':'a','path':'draft.outputs.text'}"));
  }

  @Test
  void outputsMissingInTheListAreReadFromStorage() {
    FakeJetty jetty =
        new Routes()
            .on(
                RUNS,
                page(
                    "{'trajectory_id':'a','completed_steps':['draft'],'status':'completed','steps':{'draft':{}}}"))
            .on(
                "GET /api/v1/db/trajectory/acme/t/a",
                "{'trajectory_id':'a','completed_steps':['draft'],'status':'completed','steps':{'draft':{}}}")
            .on("GET /api/v1/trajectory/acme/t/a", run("a", "completed", "'text':'one'"))
            .jetty();
    assertThat(
            table(jetty, "'paths':['draft.outputs.text']")
                .shown()
                .at("/runs/0/outputs")
                .path("draft.outputs.text")
                .asString(""))
        .isEqualTo("one");
  }

  @Test
  void runsGivenByIdKeepTheirOrderAndUnknownOnesAreReported() {
    FakeJetty jetty =
        new Routes()
            .on("GET /api/v1/db/trajectory/acme/t/b", run("b", "completed", "'n':2"))
            .on("GET /api/v1/db/trajectory/acme/t/gone", Routes.notFound())
            .on("GET /api/v1/trajectory/acme/t/gone", Routes.notFound())
            .on("GET /api/v1/db/trajectory/acme/t/a", run("a", "completed", "'n':1"))
            .jetty();
    JsonNode runs =
        table(jetty, "'paths':['draft.outputs.n'],'trajectory_ids':['b','gone','a']")
            .shown()
            .path("runs");
    assertThat(runs)
        .extracting(run -> run.path("trajectory_id").asString())
        .containsExactly("b", "gone", "a");
    assertThat(runs.path(1).path("error").asString("")).isEqualTo("The task has no such run.");
  }

  @Test
  void allRunsGivenByIdAreRowsUnlessLimited() {
    Routes routes = new Routes();
    IntStream.range(0, 12)
        .forEach(
            i ->
                routes.on(
                    "GET /api/v1/db/trajectory/acme/t/r" + i, run("r" + i, "completed", "'n':1")));
    String ids =
        IntStream.range(0, 12).mapToObj(i -> "'r" + i + "'").collect(Collectors.joining(","));
    String arguments = "'paths':['draft.outputs.n'],'trajectory_ids':[" + ids + "]";
    ToolHarness call = table(routes.jetty(), arguments);
    assertThat(call.shown().path("runs")).hasSize(12);
    assertThat(call.result().page().orElseThrow().more()).isFalse();
    assertThat(call.result().page().orElseThrow().rest().apply(7).arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'t','paths':['draft.outputs.n'],"
                    + ("'trajectory_ids':[" + ids + "],'limit':12,'offset':7}")));
    assertThat(table(routes.jetty(), arguments + ",'limit':3").shown().path("runs")).hasSize(3);
  }

  @Test
  void nextPageBeginsAfterTheLastRow() {
    String all =
        IntStream.range(0, 30)
            .mapToObj(i -> run("r" + i, "completed", "'n':" + i))
            .collect(Collectors.joining(","));
    FakeJetty jetty = new Routes().on(RUNS, page(all)).jetty();
    ToolHarness call =
        table(jetty, "'paths':['draft.outputs.n'],'status':['completed'],'limit':4,'offset':8");
    assertThat(call.shown().path("runs"))
        .extracting(run -> run.path("trajectory_id").asString())
        .containsExactly("r8", "r9", "r10", "r11");
    assertThat(call.result().page().orElseThrow().more()).isTrue();
    assertThat(call.result().page().orElseThrow().rest().apply(3).arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'t','paths':['draft.outputs.n'],"
                    + "'status':['completed'],'limit':4,'offset':11}"));
  }

  @Test
  void onlyRunsOfTheFilterAreRows() {
    FakeJetty jetty =
        new Routes()
            .on(RUNS, page(run("a", "completed", "'n':1"), run("b", "failed", "'n':2")))
            .jetty();
    assertThat(
            table(jetty, "'paths':['draft.outputs.n'],'status':'failed','since':'2026-03-01'")
                .shown()
                .path("runs"))
        .extracting(run -> run.path("trajectory_id").asString())
        .containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'paths':['draft..text']",
        "'paths':['a'],'trajectory_ids':['a'],'status':['failed']",
        "'paths':['a'],'trajectory_ids':['a'],'since':'2026-03-01'"
      })
  void invalidArgumentsAreRefusedBeforeAnyRequest(String arguments) {
    FakeJetty jetty = new Routes().jetty();
    assertThat(table(jetty, arguments).failure(BadArguments.class).problem()).endsWith(".");
    assertThat(jetty.requests()).isEmpty();
  }

  private static ToolHarness table(FakeJetty jetty, String arguments) {
    return ToolHarness.of(RunTools.GET_OUTPUTS, jetty, "{'task':'t'," + arguments + "}");
  }

  private static String run(String id, String status, String outputs) {
    return ("{'trajectory_id':'%s','status':'%s','created':'2026-03-04T10:00:00',"
            + "'init_params':{'topic':'%s','rest':1},'steps':{'draft':{'outputs':{%s}}}}")
        .formatted(id, status, id, outputs);
  }

  private static String page(String... runs) {
    return "{'trajectories':[" + String.join(",", runs) + "],'has_more':false}";
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
