package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TRAJECTORY;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Reply;
import io.jettymcp.json.Json;
import io.jettymcp.runs.DebugRun;
import io.jettymcp.runs.RunLogs;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.runs.analysis.AnalyzeRuns;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.ui.UiView;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools that show runs of a task and mark them. Jetty's API calls a run a trajectory. */
public final class TrajectoryTools {
  private static final Param<String> KEY = Param.text("key", "E.g. quality").required();
  private static final Param<String> VALUE = Param.text("value", "E.g. good").anyWord().required();
  private static final Param<String> AUTHOR = Param.text("author", "Default: --author");

  private record Label(RunRef ref, String key, String value, String author) {
    static final View<Label> VIEW =
        View.of(Label.class)
            .text("key", Label::key)
            .text("value", Label::value)
            .text("author", Label::author)
            .text("trajectory_id", label -> label.ref().id())
            .text("url", label -> label.ref().url());
  }

  public static final Tool LIST_TRAJECTORIES =
      Tool.named(RunSignatures.LIST_TRAJECTORIES, "List runs")
          .in(Toolset.RUNS)
          .about("Lists the runs of a task, newest first. get-trajectory shows one.")
          .effect(Effect.READ)
          .shownIn(UiView.COMPARISON)
          .gives(() -> RunList.Page.VIEW)
          .runs(call -> new RunList(call).read());

  public static final Tool GET_TRAJECTORY =
      Tool.named(RunSignatures.GET_TRAJECTORY, "Show a run")
          .in(Toolset.RUNS)
          .about(
              "Shows a run: status, inputs, files, error, and each step with a preview of its"
                  + " outputs. Pass step or path for full data.")
          .effect(Effect.READ)
          .shownIn(UiView.RUN)
          .gives(() -> RunDetails.VIEW)
          .runs(RunDetails::show);

  public static final Tool GET_WORKFLOW_LOGS =
      Tool.named(RunSignatures.GET_WORKFLOW_LOGS, "Show a run's log")
          .in(Toolset.RUNS)
          .about(
              "Shows what Jetty logged during a run, newest first. To find out why a run failed use"
                  + " debug-run first.")
          .effect(Effect.READ)
          .gives(() -> RunLogs.Tail.VIEW)
          .sends(RunLogs::request, RunLogs::events);

  public static final Tool GET_STATS =
      Tool.named("get-stats", "Show statistics")
          .in(Toolset.RUNS)
          .about("Counts all runs of a task by status, over all time. analyze-runs has periods.")
          .effect(Effect.READ)
          .takes(TASK, MAX_BYTES, COLLECTION)
          .gives(() -> View.of(JsonNode.class).excerpt("stats"))
          .sends(in -> TaskRef.of(in).statistics(), TrajectoryTools::stats);

  public static final Tool UPDATE_TRAJECTORY_STATUS =
      Tool.named("update-trajectory-status", "Set the status of runs")
          .in(Toolset.RUNS)
          .about(
              "Cancels or archives runs, or sets another status. A cancelled run may still finish.")
          .effect(Effect.OVERWRITE)
          .takes(StatusUpdate.PARAMS)
          .gives(() -> StatusChanges.VIEW)
          .runs(StatusUpdate::run);

  public static final Tool ADD_LABEL =
      Tool.named("add-label", "Label a run")
          .in(Toolset.RUNS)
          .about("Puts a label (key, value, author) on a finished run. Labels cannot be removed.")
          .effect(Effect.ADD)
          .takes(TASK, TRAJECTORY, KEY, VALUE, AUTHOR, COLLECTION)
          .gives(() -> Label.VIEW)
          .runs(TrajectoryTools::label);

  public static final Tool DEBUG_RUN =
      Tool.named(RunSignatures.DEBUG_RUN, "Find out why a run failed")
          .in(Toolset.RUNS)
          .about(
              "Finds why a run failed and how to fix it. Use first when a run failed or produced"
                  + " nothing: follows child runs to the deepest failure, its log and pitfalls.")
          .effect(Effect.READ)
          .shownIn(UiView.RUN)
          .gives(DebugRun::view)
          .runs(DebugRun::debug);

  public static final Tool ANALYZE_RUNS =
      Tool.named(RunSignatures.ANALYZE_RUNS, "Compare runs")
          .in(Toolset.RUNS)
          .about(
              "Compares a task's runs: success rate, repeated failures, slow steps, flat scores,"
                  + " with a suggestion for each.")
          .effect(Effect.READ)
          .shownIn(UiView.COMPARISON)
          .gives(AnalyzeRuns::view)
          .runs(AnalyzeRuns::analyze);

  static final List<Tool> ALL =
      List.of(
          LIST_TRAJECTORIES,
          GET_TRAJECTORY,
          GET_WORKFLOW_LOGS,
          GET_STATS,
          UPDATE_TRAJECTORY_STATUS,
          ADD_LABEL,
          DEBUG_RUN,
          ANALYZE_RUNS);

  private TrajectoryTools() {}

  private static Result stats(Args in, Reply reply) {
    Result nothing = Result.of(Json.object()).atMost(in.get(MAX_BYTES));
    Next more =
        GET_STATS.signature().with(TaskRef.of(in)).with(MAX_BYTES, 100_000).because("more of it");
    return reply.body().isMissingNode()
        ? nothing
        : nothing.excerpt(new Result.Excerpt("stats", reply.body(), 0, offset -> more));
  }

  private static Mono<Result> label(Call call) {
    Args in = call.in();
    String author =
        in.find(AUTHOR)
            .or(() -> call.local().author())
            .orElseThrow(
                () ->
                    new BadArguments(
                        "author",
                        "A label needs an author: give \"author\", or start the server with"
                            + " --author."));
    for (Param<String> param : List.of(KEY, VALUE, AUTHOR)) {
      if (in.find(param).map(String::isBlank).orElse(false)) {
        throw new BadArguments(param.name(), "\"" + param.name() + "\" must not be empty.");
      }
    }
    RunRef ref = RunRef.of(in);
    ObjectNode body = Json.object().put("key", in.get(KEY)).put("value", in.get(VALUE));
    return call.send(ref.addLabel().json(body.put("author", author)))
        .map(reply -> Result.of(Label.VIEW, new Label(ref, in.get(KEY), in.get(VALUE), author)));
  }
}
