package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import io.jettymcp.tools.TrajectoryTools;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the verdict on a runbook's run that Jetty calls completed. */
class RunbookVerdictTest {
  private static final String DATABASE = "GET /api/v1/db/trajectory/acme/report/1a2b3c4d";
  private static final String LOG = "GET /api/v1/workflows-logs/acme-report--1a2b3c4d";
  private static final String REPORT =
      "acme/report/0000/1a2b3c4d.run.0001.app--results--validation_report.json";

  @Nested
  class VersionOne {
    @ParameterizedTest
    @CsvSource({"true, passed", "false, failed"})
    void overallPassedIsTheVerdict(boolean passed, String verdict) {
      JsonNode shown = await(reported("{'overall_passed':" + passed + "}"));
      assertThat(shown.path("verdict").asString()).isEqualTo(verdict);
      assertThat(shown.path("warnings").isEmpty()).isEqualTo(passed);
    }

    @Test
    void failedVerdictIsNoSuccess() {
      JsonNode shown = await(reported("{'overall_passed':false}"));
      assertThat(shown.path("status").asString()).isEqualTo("completed");
      assertThat(shown.path("warnings").path(0).asString())
          .startsWith(
              "Jetty reports the run as completed, but the step run did not succeed: its"
                  + " validation_report.json says overall_passed: false.");
    }

    @Test
    void completedRunWithoutReportIsNoSuccess() {
      JsonNode shown = await(new Routes().on(DATABASE, run("'acme/report/0000/main.md'", "")));
      assertThat(shown.path("verdict").asString()).isEqualTo("no_report");
      assertThat(shown.path("warnings").path(0).asString())
          .contains("left no validation_report.json", "stopped before its checks");
    }

    @Test
    void reportListedAmongPlainPathsIsRead() {
      Routes routes =
          new Routes()
              .on(
                  DATABASE,
                  "{'status':'completed','steps':{'run':{'activity':'runbook',"
                      + "'outputs':{'files':['acme/results/validation_report.json']}}}}")
              .on(
                  "GET /api/v1/file/acme/results/validation_report.json",
                  "{'overall_passed':true}");
      assertThat(await(routes).path("verdict").asString()).isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{'overall_passed':'yes'}", "{'passed':true}"})
    void reportWithoutOverallPassedLeavesTheVerdictUnknown(String report) {
      JsonNode shown = await(reported(report));
      assertThat(shown.path("verdict").asString()).isEqualTo("unknown");
      assertThat(shown.has("warnings")).isFalse();
    }

    @Test
    void unreadableReportLeavesTheVerdictUnknown() {
      Routes routes =
          new Routes()
              .on(DATABASE, run("'" + REPORT + "'", ""))
              .on("GET /api/v1/file/" + REPORT, Routes.notFound());
      assertThat(await(routes).path("verdict").asString()).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"other/x/validation_report.json", "acme/../other/validation_report.json"})
    void reportOutsideTheCollectionIsNotRead(String path) {
      Routes routes = new Routes().on(DATABASE, run("'" + path + "'", ""));
      assertThat(await(routes).path("verdict").asString()).isEqualTo("unknown");
    }
  }

  @Nested
  class VersionTwo {
    private static final String SECOND = "'init_params':{'runbook_evals_version':2}";

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '"',
        value = {
          "'pass', passed",
          "'fail', failed",
          "true, passed",
          "{'status':'pass'}, passed",
          "{'verdict':'pass'}, passed",
          "{'status':'error'}, failed",
          "\"{'status':'completed','verdict':'fail'}\", failed",
          "\"{'status':'success','verdict':'fail'}\", failed",
        })
    void verdictOfJettyReplacesTheReport(String own, String verdict) {
      Routes routes =
          new Routes()
              .on(
                  DATABASE,
                  run("'" + REPORT + "'", SECOND)
                      .replace("'success'", "'verdict':" + own + ",'success'"));
      assertThat(await(routes).path("verdict").asString()).isEqualTo(verdict);
    }

    @Test
    void verdictOfTheAgentAloneIsNoSuccess() {
      JsonNode shown = await(second("{'version':2,'verdict':'pass','overall_passed':true}"));
      assertThat(shown.path("verdict").asString()).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'version':2,'checks':[{'status':'pass'},{'status':'error'}]}",
          "{'version':2,'verdict':'fail'}",
          "{'version':2,'verdict':{'status':'fail'}}",
          "{'version':2,'overall_passed':false}"
        })
    void failedCheckOfTheAgentsReportIsOnlyAHint(String report) {
      RunbookVerdict verdict = judge(second(report));
      assertThat(verdict.kind()).isEqualTo(RunbookVerdict.Kind.UNKNOWN);
      assertThat(verdict.isFailure()).isFalse();
      assertThat(verdict.why()).contains("Jetty's verdict is not", "says that a check failed");
      assertThat(await(second(report)).has("warnings")).isFalse();
    }

    private static RunbookVerdict judge(Routes routes) {
      Run run = new Run(FakeJetty.json(run("'" + REPORT + "'", SECOND)));
      return RunbookVerdict.judge(routes.jetty(), "acme", run)
          .blockOptional()
          .flatMap(Run::verdict)
          .orElseThrow();
    }

    private static Routes second(String report) {
      return new Routes()
          .on(DATABASE, run("'" + REPORT + "'", SECOND))
          .on("GET /api/v1/file/" + REPORT, report);
    }
  }

  @Test
  void debugRunFindsTheFailedVerdict() {
    JsonNode shown =
        ToolHarness.of(
                TrajectoryTools.DEBUG_RUN,
                reported("{'overall_passed':false}")
                    .on(LOG, "{}")
                    .on("GET /api/v1/tasks/acme/report", "{'name':'report','workflow':{}}")
                    .jetty(),
                "{'task':'report','trajectory_id':'1a2b3c4d'}")
            .shown();
    assertThat(shown.path("finding").asString()).contains("overall_passed: false");
    assertThat(shown.path("root_cause").path("step").asString()).isEqualTo("run");
  }

  @Test
  void runBatchCountsAFailedVerdictAsUnsuccessful() {
    Routes routes =
        new Routes()
            .on(RunStartTest.TASK, Acme.TASK)
            .on(RunStartTest.TRIAL, Acme.TRIAL)
            .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
            .on(RunStartTest.RUN, Acme.STARTED)
            .on(DATABASE.replace("report", "test-echo"), run("{'path':'" + REPORT + "'}", ""))
            .on("GET /api/v1/file/" + REPORT, "{'overall_passed':false}");
    ToolHarness call =
        ToolHarness.of(
            RunTools.RUN_BATCH, routes.jetty(), "{'task':'test-echo','runs':[{'text':'x'}]}");
    assertThat(call.shown().path("totals")).isEqualTo(FakeJetty.json("{'unsuccessful':1}"));
    assertThat(call.shown().at("/runs/0/error").asString()).contains("overall_passed: false");
    assertThat(call.result().next().get(0).tool()).isEqualTo("debug-run");
    assertThat(call.result().next().get(0).why()).isEqualTo("find out why run 0 failed");
  }

  @Test
  void getTrajectoryShowsTheVerdict() {
    JsonNode shown =
        ToolHarness.of(
                TrajectoryTools.GET_TRAJECTORY,
                reported("{'overall_passed':false}").jetty(),
                "{'task':'report','trajectory_id':'1a2b3c4d'}")
            .shown();
    assertThat(shown.path("verdict").asString()).isEqualTo("failed");
  }

  @Test
  void runOfOtherActivitiesHasNoVerdict() {
    Routes routes =
        new Routes()
            .on(
                DATABASE,
                "{'status':'completed','steps':{'a':{'activity':'text_echo','outputs':{'text':'x'}}}}");
    assertThat(await(routes).has("verdict")).isFalse();
  }

  private static Routes reported(String report) {
    return new Routes()
        .on(DATABASE, run("{'path':'" + REPORT + "'}", ""))
        .on("GET /api/v1/file/" + REPORT, report);
  }

  private static String run(String file, String more) {
    return "{'status':'completed',"
        + (more.isEmpty() ? "" : more + ",")
        + "'steps':{'run':{'activity':'runbook','duration_seconds':90,"
        + "'outputs':{'success':true,'results_files':["
        + file
        + "]}}}}";
  }

  private static JsonNode await(Routes routes) {
    return ToolHarness.of(
            RunTools.WAIT_FOR_RUN, routes.jetty(), "{'task':'report','trajectory_id':'1a2b3c4d'}")
        .shown();
  }
}
