package io.jettymcp.runs;

import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.TrajectoryTools;
import java.util.List;
import java.util.stream.Collectors;

/** Builds failed runs as Jetty describes them, and debugs them. */
final class FailedRuns {
  /** A parent's error for a failed child. */
  static final String VAGUE = "'error':'Child workflow execution failed'";

  /** The run that is debugged. */
  static final String TOP = db("top", "aaaa0001");

  static final String TOP_LOG = log("top", "aaaa0001");

  private FailedRuns() {}

  /** Debugs this run, whose log is empty. */
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

  /** A run whose step each started these runs, each a task and an id. */
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

  /** The stored task; it is deleted unless a test says otherwise. */
  static String task(String task) {
    return "GET /api/v1/tasks/acme/" + task;
  }

  static String storage(String task, String id) {
    return "GET /api/v1/trajectory/acme/" + task + "/" + id;
  }

  static String log(String task, String id) {
    return "GET /api/v1/workflows-logs/acme-" + task + "--" + id;
  }
}
