package io.jettymcp.runs.analysis;

import static io.jettymcp.runs.RunSamples.LIST;
import static io.jettymcp.runs.RunSamples.analyze;
import static io.jettymcp.runs.RunSamples.arguments;
import static io.jettymcp.runs.RunSamples.failed;
import static io.jettymcp.runs.RunSamples.kinds;
import static io.jettymcp.runs.RunSamples.page;
import static io.jettymcp.runs.RunSamples.run;
import static io.jettymcp.runs.RunSamples.scored;
import static io.jettymcp.runs.RunSamples.shown;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.FieldMask;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.TrajectoryTools;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the requests and counts of analyze-runs. */
class AnalyzeRunsTest {
  @Test
  void onlyCompletedAndFailedRunsCount() {
    JsonNode shown =
        shown(
            run("a1", "completed", 10, ""),
            run("a2", "completed", 20, ""),
            run("a3", "failed", 30, "'error':'broke'"),
            run("a4", "completed", 40, ""),
            run("a5", "cancelled", 500, ""),
            run("a6", "running", 0, ""));
    assertThat(shown.path("runs").asInt()).isEqualTo(6);
    assertThat(shown.path("statuses"))
        .isEqualTo(json("{'completed':3,'failed':1,'cancelled':1,'running':1}"));
    assertThat(shown.path("succeeded").asInt()).isEqualTo(3);
    assertThat(shown.path("success_rate").asDouble()).isEqualTo(0.75);
    assertThat(shown.path("duration_seconds"))
        .isEqualTo(json("{'runs':4,'median':25.0,'p90':40.0,'max':40.0}"));
  }

  @Test
  void completedRunWithoutResultsIsNoSuccess() {
    String silent =
        "'steps':{'run':{'activity':'runbook','duration_seconds':9,'outputs':{'success':false}}}";
    JsonNode shown =
        shown(
            run("a1", "completed", 9, silent),
            run("a2", "completed", 9, ""),
            run("a3", "completed", 9, silent));
    assertThat(shown.path("succeeded").asInt()).isEqualTo(1);
    assertThat(shown.path("success_rate").asDouble()).isEqualTo(0.333);
    assertThat(shown.path("failures")).hasSize(1);
    assertThat(shown.at("/failures/0/cause").asString()).isEqualTo("completed_without_success");
    assertThat(shown.at("/failures/0/trajectory_ids")).isEqualTo(json("['a1','a3']"));
  }

  @Test
  void completedRunWithoutStepsIsNoSuccess() {
    JsonNode shown =
        shown(
            run("a1", "completed", 1, "'steps':{}"), run("a2", "completed", 9, "'steps':{'a':{}}"));
    assertThat(shown.path("succeeded").asInt()).isEqualTo(1);
    assertThat(shown.at("/failures/0/cause").asString()).isEqualTo("completed_without_success");
    assertThat(shown.at("/failures/0").has("step")).isFalse();
  }

  @Test
  void numericLabelsAreAveragedAndOtherLabelsCounted() {
    String labels =
        "'labels':[{'key':'score.x','value':'%s'},{'key':'quality','value':'%s'},{'key':7},null],"
            + "'steps':{'rate':{'outputs':{'average_score':%s}}}";
    JsonNode shown =
        shown(
            run("a1", "completed", 1, labels.formatted("1", "good", "3")),
            run("a2", "completed", 1, labels.formatted("2.5", "bad", "4")),
            run("a3", "completed", 1, labels.formatted("-1", "good", "'none'")));
    assertThat(shown.path("labels"))
        .isEqualTo(
            json(
                """
                [{"name":"score.x","runs":3,"average":0.833,"lowest":-1.0,"highest":2.5},
                 {"name":"quality","runs":3,"values":[{"value":"good","runs":2},
                 {"value":"bad","runs":1}]}]"""));
    assertThat(shown.path("scores"))
        .isEqualTo(
            json(
                """
                [{"name":"rate.average_score","runs":2,"average":3.5,"lowest":3.0,"highest":4.0}]"""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999", "0x1p3", "1d", "", "٣"})
  void nonDecimalValueIsCountedAsAString(String value) {
    JsonNode shown = shown(scored("a1", value), scored("a2", value), scored("a3", value));
    assertThat(shown.path("labels").path(0).has("average")).isFalse();
    assertThat(shown.toString()).doesNotContain(":NaN", ":Infinity", "\"NaN\"}]}]NaN");
    assertThat(kinds(shown)).isEmpty();
  }

  @Test
  void hugeNumbersStayFinite() {
    JsonNode shown = shown(scored("a1", "1e99"), scored("a2", "-1e99"), scored("a3", "1e99"));
    assertThat(shown.path("labels").path(0).path("highest").asDouble()).isEqualTo(1e99);
    String score = "'steps':{'s':{'outputs':{'score':1.7e308}}}";
    JsonNode largest =
        shown(
            run("a1", "completed", 1, score),
            run("a2", "completed", 1, score),
            run("a3", "completed", 1, score));
    assertThat(largest.path("scores").path(0).path("average").isNumber()).isTrue();
  }

  @Test
  void tooFewRunsShowNoPatterns() {
    JsonNode shown = shown(failed("a1", "s", "broke"), failed("a2", "s", "broke"));
    assertThat(shown.path("findings")).isEmpty();
    assertThat(shown.path("failures").path(0).path("count").asInt()).isEqualTo(2);
    assertThat(shown.path("notes").toString())
        .contains("Only 2 of the runs completed or failed: too few");
    assertThat(shown.path("success_rate").asDouble()).isZero();
  }

  @Test
  void taskWithoutRunsIsReported() {
    ToolHarness call = analyze(page(false), "");
    assertThat(call.shown())
        .isEqualTo(
            json(
                """
                {"runs":0,"more_runs":0,"findings":[],"notes":["The task has no runs yet."],
                 "url":"https://jetty.io/acme/test-echo"}"""));
    assertThat(call.result().next()).extracting(Next::tool).containsExactly("run-task");
    JsonNode going = shown(run("a1", "running", 0, ""));
    assertThat(going.has("success_rate")).isFalse();
    assertThat(going.has("duration_seconds")).isFalse();
  }

  @Test
  void failedVerdictOfARunbookIsNoSuccess() {
    String step =
        "'steps':{'run':{'activity':'runbook','duration_seconds':9,'outputs':{'success':true,"
            + "'results_files':[{'path':'acme/r/%s.validation_report.json'}]}}}";
    Routes routes =
        new Routes()
            .on(
                LIST,
                page(
                    false,
                    run("a1", "completed", 9, step.formatted("a1")),
                    run("a2", "completed", 9, step.formatted("a2")),
                    run("a3", "completed", 9, step.formatted("a3").replace("validation", "other"))))
            .on("GET /api/v1/file/acme/r/a1.validation_report.json", "{'overall_passed':true}")
            .on("GET /api/v1/file/acme/r/a2.validation_report.json", "{'overall_passed':false}");
    JsonNode shown =
        ToolHarness.of(TrajectoryTools.ANALYZE_RUNS, routes.jetty(), arguments("")).shown();
    assertThat(shown.path("succeeded").asInt()).isEqualTo(1);
    assertThat(shown.path("failures"))
        .extracting(failure -> failure.path("message").asString())
        .containsExactly(
            "its validation_report.json says overall_passed: false",
            "it left no validation_report.json, so it stopped before its checks");
  }

  @Test
  void missingOutputsOfARunbookAreReadFromTheRun() {
    String step = "'steps':{'run':{'activity':'runbook','ended':'t'%s}}";
    Routes routes =
        new Routes()
            .on(LIST, page(false, run("a1", "completed", 9, step.formatted(""))))
            .on(
                "GET /api/v1/db/trajectory/acme/test-echo/a1",
                run("a1", "completed", 9, step.formatted("")))
            .on(
                "GET /api/v1/trajectory/acme/test-echo/a1",
                run("a1", "completed", 9, step.formatted(",'outputs':{'success':false}")));
    JsonNode shown =
        ToolHarness.of(TrajectoryTools.ANALYZE_RUNS, routes.jetty(), arguments("")).shown();
    assertThat(shown.path("succeeded").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "day,2026-03-04 2026-03-02 2026-02-01",
    "week,2026-W10 2026-W05",
    "month,2026-03 2026-02"
  })
  void successIsCountedByPeriod(String by, String periods) {
    String template = "{'trajectory_id':'%s','status':'%s','created':'%s'}";
    JsonNode shown =
        analyze(
                page(
                    false,
                    template.formatted("a1", "completed", "2026-03-04T10:00:00"),
                    template.formatted("a2", "failed", "2026-03-04T00:00:00"),
                    template.formatted("a3", "running", "2026-03-02T10:00:00"),
                    template.formatted("a4", "completed", "2026-02-01T23:59:59")),
                ",'by':'" + by + "'")
            .shown();
    assertThat(shown.path("periods"))
        .extracting(period -> period.path("period").asString())
        .containsExactly(periods.split(" "));
    JsonNode newest = shown.path("periods").path(0);
    assertThat(newest.path("succeeded").asInt()).isEqualTo(1);
    assertThat(newest.path("success_rate").asDouble()).isEqualTo(0.5);
  }

  @Test
  void runsThatWereNotComparedAreCounted() {
    JsonNode shown =
        analyze(
                page(true, run("a1", "completed", 1, ""), run("a2", "completed", 1, ""))
                    .replace("'has_more'", "'total':300,'has_more'"),
                ",'last':2")
            .shown();
    assertThat(shown.path("more_runs").asInt()).isEqualTo(298);
  }

  @Test
  void runsBeyondTheLimitOfARangeAreCounted() {
    String[] runs =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{'trajectory_id':'a%d','status':'completed','created':'2026-03-%02dT10:00:00'}"
                        .formatted(i, 30 - i))
            .toArray(String[]::new);
    Routes routes =
        new Routes()
            .on(LIST + "?limit=100&page=1", page(true, Arrays.copyOfRange(runs, 0, 15)))
            .on(LIST + "?limit=100&page=2", page(false, Arrays.copyOfRange(runs, 15, 30)));
    JsonNode shown =
        ToolHarness.of(
                TrajectoryTools.ANALYZE_RUNS,
                routes.jetty(),
                arguments(",'last':5,'since':'2026-03-11','until':'2026-03-28'"))
            .shown();
    assertThat(shown.path("runs").asInt()).isEqualTo(5);
    assertThat(shown.path("more_runs").asInt()).isEqualTo(13);
  }

  @Test
  void rangeIsSearchedAmongTheNewestTwoThousandRuns() {
    Routes routes = new Routes();
    for (int number = 1; number <= 20; number++) {
      int page = number;
      routes.on(
          LIST + "?limit=100&page=" + number,
          page(
              true,
              IntStream.range(0, 100)
                  .mapToObj(
                      i ->
                          "{'trajectory_id':'a%d','status':'completed','created':'2026-%s'}"
                              .formatted(
                                  page * 100 + i, page < 20 ? "04-02T10:00:00" : "03-02T10:00:00"))
                  .toArray(String[]::new)));
    }
    JsonNode shown =
        ToolHarness.of(
                TrajectoryTools.ANALYZE_RUNS,
                routes.jetty(),
                arguments(",'last':20,'until':'2026-03-28'"))
            .shown();
    assertThat(shown.path("runs").asInt()).isEqualTo(20);
  }

  @Test
  void emptyRangeIsReported() {
    JsonNode shown =
        analyze(page(false, run("a1", "completed", 1, "")), ",'since':'2026-04-01'").shown();
    assertThat(shown.path("notes").toString()).contains("no run that was created in that range");
  }

  @Test
  void failuresThatAreLeftOutAreNoted() {
    String[] runs =
        IntStream.range(0, 12)
            .mapToObj(i -> failed("a" + i, "step-" + (char) ('a' + i), "broke"))
            .toArray(String[]::new);
    JsonNode shown = analyze(page(false, runs), ",'last':20").shown();
    assertThat(shown.path("failures")).hasSize(10);
    assertThat(shown.path("notes").toString()).contains("2 more kinds of failures are left out.");
  }

  @Test
  void periodsThatAreLeftOutAreNoted() {
    String[] runs =
        IntStream.range(0, 103)
            .mapToObj(
                i ->
                    "{'trajectory_id':'a%d','status':'completed','created':'%sT10:00:00'}"
                        .formatted(i, LocalDate.of(2026, 6, 1).minusDays(i)))
            .toArray(String[]::new);
    JsonNode shown =
        analyze(page(false, runs), ",'by':'day','last':200,'since':'2026-01-01'").shown();
    assertThat(shown.path("periods")).hasSize(100);
    assertThat(shown.path("notes").toString()).contains("3 older periods are left out.");
  }

  @Test
  void debuggingTheNewestFailureIsSuggested() {
    ToolHarness call =
        analyze(page(false, run("a1", "completed", 1, ""), failed("a2", "s", "broke")), "");
    assertThat(call.result().next())
        .extracting(Next::tool)
        .containsExactly("debug-run", "get-task");
    assertThat(call.result().next().get(0).arguments().path("trajectory_id").asString())
        .isEqualTo("a2");
  }

  @Test
  void runsAreReadOncePerPageOfTen() {
    Routes routes = new Routes();
    for (int number = 1; number <= 3; number++) {
      int first = (number - 1) * 9;
      routes.on(
          LIST + "?limit=10&page=" + number,
          page(
              true,
              IntStream.range(first, first + 10)
                  .mapToObj(i -> run("a" + i, "completed", 1, ""))
                  .toArray(String[]::new)));
    }
    ToolHarness call =
        ToolHarness.of(TrajectoryTools.ANALYZE_RUNS, routes.jetty(), arguments(",'last':25"));
    assertThat(call.jetty().lines()).hasSize(3);
    assertThat(call.shown().path("runs").asInt()).isEqualTo(25);
  }

  @Test
  void replyIsReadWithoutOutputs() {
    String outputs =
        "'steps':{'s':{'inputs':{'x':1},'outputs':{'text':'long','rounds':[{'text':1}]}}}";
    FakeJetty jetty = FakeJetty.replying(page(false, run("a1", "completed", 1, outputs)));
    ToolHarness call = ToolHarness.of(TrajectoryTools.ANALYZE_RUNS, jetty, arguments(""));
    ResponseHandling.Document reading =
        (ResponseHandling.Document) call.jetty().requests().get(0).handling();
    Optional<FieldMask> step = under(Optional.of(reading.mask()), "trajectories", "steps", "s");
    assertThat(under(step, "status")).isPresent();
    assertThat(under(step, "inputs")).isEmpty();
    assertThat(under(step, "outputs")).isPresent();
    assertThat(under(step, "outputs", "text")).isEmpty();
  }

  private static Optional<FieldMask> under(Optional<FieldMask> keep, String... fields) {
    Optional<FieldMask> inside = keep;
    for (String field : fields) {
      inside = inside.flatMap(rule -> Optional.ofNullable(rule.under(field)));
    }
    return inside;
  }

  @Test
  void missingOutputsAreNoted() {
    JsonNode shown = shown(run("a1", "completed", 1, "'steps':{'s':{}}"));
    assertThat(shown.path("notes").toString()).contains("held no outputs");
  }
}
