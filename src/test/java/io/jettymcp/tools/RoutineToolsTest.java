package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RoutineToolsTest {
  private static final String PATH = "/api/v1/routines/acme/test-echo/daily-summary";
  private static final String WHICH = "{'task':'test-echo','name':'daily-summary'}";
  private static final String SHOWN =
      "{'name':'daily-summary','task':'test-echo','cadence':'every day at 09:30 UTC',"
          + "'paused':false,'next_run_at':'2026-03-05T09:30:00Z','schedule':{'type':'daily',"
          + "'hour_utc':9,'minute_utc':30},'init_params_overrides':{'text':'Good morning'},"
          + "'next_firings':['2026-03-05T09:30:00Z','2026-03-06T09:30:00Z',"
          + "'2026-03-07T09:30:00Z'],'id':12,'url':'https://jetty.io/acme/test-echo'}";

  @Test
  void routinesOfACollectionOrTaskAreListed() {
    ToolHarness all = rehearse(RoutineTools.LIST_ROUTINES, Acme.jetty(), "{}");
    assertThat(all.jetty().lines()).containsExactly("GET /api/v1/routines/acme");
    assertThat(all.shown())
        .isEqualTo(
            json(
                "{'routines':[{'name':'daily-summary','task':'test-echo',"
                    + "'cadence':'every day at 09:30 UTC','paused':false,"
                    + "'next_run_at':'2026-03-05T09:30:00Z'}]}"));
    ToolHarness one = rehearse(RoutineTools.LIST_ROUTINES, Acme.jetty(), "{'task':'test-echo'}");
    assertThat(one.jetty().lines()).containsExactly("GET /api/v1/routines/acme/test-echo");
  }

  @Test
  void longListOfRoutinesHasPages() {
    String many =
        IntStream.range(0, 70)
            .mapToObj(i -> "{'name':'r" + i + "'}")
            .collect(Collectors.joining(",", "{'routines':[", "]}"));
    ToolHarness call =
        rehearse(RoutineTools.LIST_ROUTINES, FakeJetty.replying(many), "{'task':'t','offset':10}");
    assertThat(call.shown().path("routines")).hasSize(50);
    assertThat(call.shown().path("routines").path(0).path("name").asString()).isEqualTo("r10");
    assertThat(call.shown().path("routines").path(0).path("task").asString()).isEqualTo("t");
    Result.Page page = call.result().page().orElseThrow();
    assertThat(page.more()).isTrue();
    assertThat(page.rest().apply(50).arguments())
        .isEqualTo(json("{'collection':'acme','task':'t','offset':60,'limit':50}"));
  }

  @Test
  void routineIsShownWithoutSecrets() {
    ToolHarness call = rehearse(RoutineTools.GET_ROUTINE, Acme.jetty(), WHICH);
    assertThat(call.jetty().lines()).containsExactly("GET " + PATH);
    assertThat(call.shown()).isEqualTo(json(SHOWN));
    assertThat(call.result().toString()).doesNotContain("never-to-be-seen");
  }

  @Test
  void pausedRoutineHasNoNextFirings() {
    ToolHarness call = rehearse(RoutineTools.PAUSE_ROUTINE, Acme.jetty(), WHICH);
    assertThat(call.jetty().lines()).containsExactly("POST " + PATH + "/pause");
    assertThat(call.shown().path("paused").asBoolean()).isTrue();
    assertThat(call.shown().has("next_firings")).isFalse();
    ToolHarness resumed = rehearse(RoutineTools.RESUME_ROUTINE, Acme.jetty(), WHICH);
    assertThat(resumed.jetty().lines()).containsExactly("POST " + PATH + "/resume");
    assertThat(resumed.shown()).isEqualTo(json(SHOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{'ok':true}", "null"})
  void changeWithoutReplyIsReadBack(String answer) {
    FakeJetty jetty =
        new Routes().on("POST " + PATH + "/resume", answer).on("GET " + PATH, Acme.ROUTINE).jetty();
    assertThat(rehearse(RoutineTools.RESUME_ROUTINE, jetty, WHICH).shown()).isEqualTo(json(SHOWN));
  }

  @Test
  void changeThatCannotBeReadBackIsReported() {
    FakeJetty jetty =
        new Routes()
            .on("POST " + PATH + "/pause", "")
            .on("GET " + PATH, new Unavailable(Unavailable.Reason.TIMED_OUT, ""))
            .jetty();
    assertThat(rehearse(RoutineTools.PAUSE_ROUTINE, jetty, WHICH).shown())
        .isEqualTo(
            json(
                "{'name':'daily-summary','task':'test-echo',"
                    + "'url':'https://jetty.io/acme/test-echo'}"));
  }

  @Test
  void routineIsDeletedWithAnyReply() {
    ToolHarness call = rehearse(RoutineTools.DELETE_ROUTINE, Acme.jetty(), WHICH);
    assertThat(call.jetty().lines()).containsExactly("DELETE " + PATH);
    assertThat(call.shown())
        .isEqualTo(json("{'name':'daily-summary','task':'test-echo','deleted':true}"));
  }

  @Test
  void routineRunsNow() {
    ToolHarness call = rehearse(RoutineTools.RUN_ROUTINE_NOW, Acme.jetty(), WHICH);
    assertThat(call.jetty().lines()).containsExactly("POST " + PATH + "/run-now");
    assertThat(call.jetty().requests().get(0).startsRun()).isTrue();
    assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
    assertThat(call.call().justStarted("1a2b3c4d")).isTrue();
    assertThat(call.result().next().get(0).tool()).isEqualTo("wait-for-run");
    FakeJetty slow =
        new Routes()
            .on("POST " + PATH + "/run-now", new StillRunning())
            .on("GET /api/v1/db/trajectories/acme/test-echo", "{'trajectories':[]}")
            .jetty();
    assertThat(rehearse(RoutineTools.RUN_ROUTINE_NOW, slow, WHICH).result().next().get(0).tool())
        .isEqualTo("list-trajectories");
  }

  @Test
  void runsOfARoutineAreListed() {
    ToolHarness call = rehearse(RoutineTools.LIST_ROUTINE_RUNS, Acme.jetty(), WHICH);
    assertThat(call.jetty().lines()).containsExactly("GET " + PATH + "/runs?limit=50");
    assertThat(call.shown().path("trajectories").path(0).path("url").asString())
        .isEqualTo("https://jetty.io/acme/test-echo/1a2b3c4d");
    assertThat(call.shown().path("trajectories").path(0).path("inputs").toString())
        .contains("text");
    assertThat(call.result().page().orElseThrow().more()).isFalse();
  }

  @Test
  void olderRunsOfARoutineAreOnTheNextPage() {
    FakeJetty jetty =
        new FakeJetty(
            request ->
                json(
                    IntStream.range(0, Integer.parseInt(request.query().getOrDefault("limit", "0")))
                        .mapToObj(i -> "{'trajectory_id':'r" + i + "'}")
                        .collect(Collectors.joining(",", "{'trajectories':[", "]}"))));
    ToolHarness call =
        rehearse(
            RoutineTools.LIST_ROUTINE_RUNS, jetty, WHICH.replace("}", ",'limit':5,'offset':20}"));
    assertThat(jetty.lines()).containsExactly("GET " + PATH + "/runs?limit=25");
    assertThat(call.shown().path("trajectories")).hasSize(5);
    assertThat(call.shown().path("trajectories").path(0).path("trajectory_id").asString())
        .isEqualTo("r20");
    assertThat(call.result().page().orElseThrow().more()).isTrue();
    assertThat(call.result().page().orElseThrow().rest().apply(3).arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'test-echo','name':'daily-summary','offset':23,"
                    + "'limit':5}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'manual'}|only when started manually|0",
        "{'type':'hourly','minute_utc':30}|every hour at minute 30|3",
        "{'type':'weekly','hour_utc':9,'day_of_week':'mon'}|every Monday at 09:00 UTC|3",
        "{'type':'weekly','hour_utc':9}|weekly|0",
        "{'type':'cron','expression':'* * *'}|cron|0",
        "{'type':'daily','hour_utc':77}|daily|0"
      })
  void knownCadenceIsDescribed(String cadence, String words, int firings) {
    FakeJetty jetty = FakeJetty.replying(("{'name':'daily-summary','cadence':" + cadence + "}"));
    JsonNode shown = rehearse(RoutineTools.GET_ROUTINE, jetty, WHICH).shown();
    assertThat(shown.path("cadence").asString()).isEqualTo(words);
    assertThat(shown.path("next_firings").size()).isEqualTo(firings);
  }

  private static ToolHarness rehearse(Tool tool, FakeJetty jetty, String arguments) {
    return ToolHarness.of(tool, jetty, arguments);
  }
}
