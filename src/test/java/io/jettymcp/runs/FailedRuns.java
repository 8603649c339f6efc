package io.jettymcp.runs;

import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolTest;
import io.jettymcp.tools.TrajectoryTools;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Runs that failed, as Jetty describes them, and the calls of debug-run about them. */
final class FailedRuns {
  /** What a parent says of a child that failed. */
  static final String VAGUE = "'error':'Child workflow execution failed'";

  private FailedRuns() {}

  static ToolTest debug(Routes routes, String more) {
    String arguments = "{'task':'top'" + (more.isEmpty() ? "" : "," + more) + "}";
    routes.on(storage("top", "aaaa0001"), Routes.notFound());
    return ToolTest.of(TrajectoryTools.DEBUG_RUN, routes.jetty(), json(arguments));
  }

  /** A run whose step each started these runs, each given as task and id. */
  static String fanOut(String status, String more, String... children) {
    String references =
        List.of(children).stream()
            .map(child -> child.split(" ", -1))
            .map(c -> "{'trajectory_id':'" + c[1] + "','name':'acme/" + c[0] + "'}")
            .collect(Collectors.joining(","));
    return json(
        "{'status':'%s','steps':{'each':{'status':'%s','activity':'list_emit_await',%s,"
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

  static String storage(String task, String id) {
    return "GET /api/v1/trajectory/acme/" + task + "/" + id;
  }

  static String log(String task, String id) {
    return "GET /api/v1/workflows-logs/acme-" + task + "--" + id;
  }

  static JsonNode node(String text) {
    return FakeJetty.json(json(text));
  }

  static String json(String text) {
    return text.replace('\'', '"');
  }
}
