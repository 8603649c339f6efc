package io.jettymcp.runs;

import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.TrajectoryTools;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Builds runs as Jetty describes them, and debugs or analyzes them. */
public final class RunSamples {
  public static final String LIST = "GET /api/v1/db/trajectories/acme/test-echo";

  /** Holds the error of a parent whose child failed. */
  static final String VAGUE = "'error':'Child workflow execution failed'";

  /** Requests the debugged run. */
  static final String TOP = db("top", "aaaa0001");

  static final String TOP_LOG = log("top", "aaaa0001");

  private RunSamples() {}

  /** Debugs a run with an empty log. */
  static ToolHarness debugTop(String run) {
    return debugTop(run, "[]");
  }

  static ToolHarness debugTop(String run, String log) {
    return debugTop(new Routes().on(TOP, run).on(TOP_LOG, log));
  }

  static ToolHarness debugTop(Routes routes) {
    return debug(routes, "'trajectory_id':'aaaa0001'");
  }

  static ToolHarness debug(Routes routes, String more) {
    String arguments = "{'task':'top'" + (more.isEmpty() ? "" : "," + more) + "}";
    routes.on(storage("top", "aaaa0001"), Routes.notFound());
    List.of("top", "mid", "leaf").forEach(task -> routes.on(task(task), Routes.notFound()));
    return ToolHarness.of(TrajectoryTools.DEBUG_RUN, routes.jetty(), arguments);
  }

  /** Builds a run whose step {@code each} started child runs, given as task and id. */
  static String fanOut(String status, String more, String... children) {
    String references =
        List.of(children).stream()
            .map(child -> child.split(" ", -1))
            .map(c -> "{'trajectory_id':'" + c[1] + "','name':'acme/" + c[0] + "'}")
            .collect(Collectors.joining(","));
    return ("{'status':'%s','steps':{'each':{'status':'%s','activity':'list_emit_await',%s,"
            .formatted(status, status, more)
        + "'outputs':{'trajectory_references':["
        + references
        + "]}}}}");
  }

  static String judge(String error) {
    return "{'status':'failed','step_configs':{'rate':{'activity':'simple_judge','content':'x'}},"
        + "'steps':{'rate':{'status':'failed','activity':'simple_judge','error':'"
        + error
        + "','outputs':{}}}}";
  }

  static String db(String task, String id) {
    return "GET /api/v1/db/trajectory/acme/" + task + "/" + id;
  }

  /** Requests the stored task, which is deleted by default. */
  static String task(String task) {
    return "GET /api/v1/tasks/acme/" + task;
  }

  static String storage(String task, String id) {
    return "GET /api/v1/trajectory/acme/" + task + "/" + id;
  }

  static String log(String task, String id) {
    return "GET /api/v1/workflows-logs/acme-" + task + "--" + id;
  }

  public static String timed(String id, double slow, double quick) {
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

  public static String scored(String id, String score) {
    return run(
        id,
        "completed",
        1,
        "'labels':[{'key':'score.quality','value':'" + score + "'}],'steps':{'s':{'outputs':{}}}");
  }

  public static String failed(String id, String step, String error) {
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

  public static String run(String id, String status, int seconds, String more) {
    return "{'trajectory_id':'%s','status':'%s','created':'2026-03-04T10:00:00','updated':'%s'%s}"
        .formatted(
            id,
            status,
            LocalDateTime.of(2026, 3, 4, 10, 0).plusSeconds(seconds),
            more.isEmpty() ? "" : "," + more);
  }

  public static String page(boolean more, String... runs) {
    return "{'trajectories':[" + String.join(",", runs) + "],'has_more':" + more + "}";
  }

  public static JsonNode shown(String... runs) {
    return analyze(page(false, runs), "").shown();
  }

  public static ToolHarness analyze(String page, String more) {
    return ToolHarness.of(
        TrajectoryTools.ANALYZE_RUNS, new Routes().on(LIST, page).jetty(), arguments(more));
  }

  public static String arguments(String more) {
    return "{'task':'test-echo'" + more + "}";
  }

  public static List<String> kinds(JsonNode shown) {
    return StreamSupport.stream(shown.path("findings").spliterator(), false)
        .map(finding -> finding.path("kind").asString())
        .toList();
  }

  public static JsonNode finding(JsonNode shown, String kind) {
    return StreamSupport.stream(shown.path("findings").spliterator(), false)
        .filter(finding -> finding.path("kind").asString().equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + shown));
  }
}
