package io.jettymcp.runs.analysis;

import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.TrajectoryTools;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Builds pages of runs, and analyzes them. */
final class ComparedRuns {
  static final String LIST = "GET /api/v1/db/trajectories/acme/test-echo";

  private ComparedRuns() {}

  static String timed(String id, double slow, double quick) {
    return run(
        id,
        "completed",
        (int) slow,
        String.format(
            Locale.ROOT,
            "'steps':{'quick':{'duration_seconds':%s,'outputs':{}},'slow':{'duration_seconds':%s}}",
            quick,
            slow));
  }

  static String scored(String id, String score) {
    return run(
        id,
        "completed",
        1,
        "'labels':[{'key':'score.quality','value':'" + score + "'}],'steps':{'s':{'outputs':{}}}");
  }

  static String failed(String id, String step, String error) {
    return run(
        id,
        "failed",
        5,
        "'steps':{'"
            + step
            + "':{'status':'failed','outputs':{},'error':'"
            + error.replace("'", "\\u0027")
            + "'}}");
  }

  static String run(String id, String status, int seconds, String more) {
    return "{'trajectory_id':'%s','status':'%s','created':'2026-03-04T10:00:00','updated':'%s'%s}"
        .formatted(
            id,
            status,
            LocalDateTime.of(2026, 3, 4, 10, 0).plusSeconds(seconds),
            more.isEmpty() ? "" : "," + more);
  }

  static String page(boolean more, String... runs) {
    return "{'trajectories':[" + String.join(",", runs) + "],'has_more':" + more + "}";
  }

  static JsonNode shown(String... runs) {
    return analyze(page(false, runs), "").shown();
  }

  static ToolHarness analyze(String page, String more) {
    return ToolHarness.of(
        TrajectoryTools.ANALYZE_RUNS, new Routes().on(LIST, page).jetty(), arguments(more));
  }

  static String arguments(String more) {
    return "{'task':'test-echo'" + more + "}";
  }

  static List<String> kinds(JsonNode shown) {
    return StreamSupport.stream(shown.path("findings").spliterator(), false)
        .map(finding -> finding.path("kind").asString())
        .toList();
  }

  static JsonNode finding(JsonNode shown, String kind) {
    return StreamSupport.stream(shown.path("findings").spliterator(), false)
        .filter(finding -> finding.path("kind").asString().equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + shown));
  }
}
