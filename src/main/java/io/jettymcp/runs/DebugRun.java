package io.jettymcp.runs;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds out why a run failed, down to the deepest run that it started. */
public final class DebugRun {
  static final Param<String> TRAJECTORY = Param.name("trajectory_id", "Default: the newest failed");

  /** Shows what debugging found. */
  public static final View<JsonNode> VIEW = DebugReport.VIEW;

  /** How many runs are asked for at a time, and how often at most, to find one that failed. */
  private static final int PAGE = 20;

  private static final int MAX_PAGES = 10;

  private final Call call;
  private final String collection;
  private final String task;

  private DebugRun(Call call) {
    Args in = call.in();
    this.call = call;
    this.collection = in.get(COLLECTION);
    this.task = in.get(TASK);
  }

  public static Mono<Result> debug(Call call) {
    return ProgressTicker.during(new DebugRun(call).debug(), call, () -> "still looking");
  }

  private Mono<Result> debug() {
    return call.in()
        .find(TRAJECTORY)
        .map(id -> look(Run.bareId(id)))
        .orElseGet(() -> newestFailed(1, Optional.empty()));
  }

  private Mono<Result> newestFailed(int number, Optional<Run> newest) {
    return RunPage.read(call, collection, task, number, PAGE, Runs.BRIEF)
        .flatMap(
            page -> {
              List<Run> runs = page.runs().stream().map(Run::new).toList();
              Optional<Run> first = newest.or(() -> runs.stream().findFirst());
              Optional<Run> failed = runs.stream().filter(DebugRun::isToBlame).findFirst();
              if (failed.isPresent()) {
                return look(failed.get().id());
              }
              boolean more = page.more() && !runs.isEmpty();
              if (more && number < MAX_PAGES) {
                call.progress("none failed among the newest " + number * PAGE);
                return newestFailed(number + 1, first);
              }
              return Mono.just(noneFailed(first, more));
            });
  }

  private static boolean isToBlame(Run run) {
    return Run.FAILED.contains(run.status()) && !run.id().isEmpty();
  }

  private Result noneFailed(Optional<Run> newest, boolean more) {
    ObjectNode data = Json.object();
    ObjectNode arguments = Json.object().put("collection", collection).put("task", task);
    if (newest.isEmpty()) {
      data.put("status", "none").put("finding", "The task has no runs yet.");
      return Result.of(data.put("url", Links.to(collection, task)))
          .suggest(new Next("run-task", arguments, "start one"));
    }
    String status = newest.get().status();
    data.put("trajectory_id", newest.get().id()).put("status", status);
    data.put(
        "finding",
        (more
                ? "None of the newest " + MAX_PAGES * PAGE + " runs failed"
                : "No run of the task failed")
            + "; the newest is "
            + status
            + ". Give a trajectory_id to look at a run that gave nothing although it completed.");
    return Result.of(data.put("url", Links.to(collection, task)))
        .suggest(new Next("list-trajectories", arguments, "see the runs"));
  }

  private Mono<Result> look(String id) {
    call.progress("looking at the run " + id);
    return Runs.read(call, collection, task, id, RootCauseSearch.KEPT)
        .flatMap(run -> run.finished() ? trace(run, id) : Mono.just(goesOn(run, id)));
  }

  private Result goesOn(Run run, String id) {
    ObjectNode data = Json.object().put("trajectory_id", id).put("status", run.status());
    data.put(
        "finding",
        "The run is still going on"
            + run.runningStep().map(step -> ", at the step " + step).orElse("")
            + ". There is nothing to debug before it ends.");
    data.put("url", Links.to(collection, task, id));
    return Result.of(data)
        .suggest(
            new Next(
                "wait-for-run",
                Json.object()
                    .put("collection", collection)
                    .put("task", task)
                    .put("trajectory_id", id),
                "wait for the result"));
  }

  private Mono<Result> trace(Run run, String id) {
    RootCauseSearch trail = new RootCauseSearch(call, collection);
    return trail
        .follow(task, run, id)
        .then(
            Mono.defer(
                () -> {
                  RootCauseSearch.Stop deepest =
                      trail.stops().isEmpty()
                          ? new RootCauseSearch.Stop(task, id, run, Optional.empty())
                          : trail.stops().get(trail.stops().size() - 1);
                  return log(deepest)
                      .map(
                          log ->
                              new DebugReport(collection, task, id, run, trail, deepest, log)
                                  .result());
                }));
  }

  /** The log of a run, newest first; empty where there is none to be read. */
  private Mono<Optional<List<ObjectNode>>> log(RootCauseSearch.Stop of) {
    String workflow = Run.workflowId(collection, of.task(), of.id());
    call.progress("reading the log of " + of.id());
    return call.send(Request.get("/api/v1/workflows-logs/{}", workflow))
        .map(reply -> Optional.of(RunLogs.read(reply.body())))
        .onErrorReturn(Failure.class, Optional.empty());
  }
}
