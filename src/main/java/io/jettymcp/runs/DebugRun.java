package io.jettymcp.runs;

import static io.jettymcp.runs.RunSignatures.CHANGES;
import static io.jettymcp.runs.RunSignatures.GET_TASK;
import static io.jettymcp.runs.RunSignatures.GET_TRAJECTORY;
import static io.jettymcp.runs.RunSignatures.LIST_TRAJECTORIES;
import static io.jettymcp.runs.RunSignatures.RUN_TASK;
import static io.jettymcp.runs.RunSignatures.SKIP_VALIDATION;
import static io.jettymcp.runs.RunSignatures.STEP;
import static io.jettymcp.runs.RunSignatures.UPDATE_TASK;
import static io.jettymcp.runs.RunSignatures.WAIT_FOR_RUN;

import io.jettymcp.jetty.Failure;
import io.jettymcp.json.FieldMask;
import io.jettymcp.runs.RootCauseSearch.Stop;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunPage;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds out why a run failed, down to the deepest run that it started. */
public final class DebugRun {
  static final Param<String> TRAJECTORY = Param.run("trajectory_id", "Default: the newest failed");

  /** In runs; the newest runs are read page by page to find one that failed. */
  private static final int PAGE = 20;

  private static final int MAX_PAGES = 10;

  private static final int MAX_LOG_ERRORS = 5;
  private static final int LOG_TAIL = 3;

  private final Call call;
  private final TaskRef task;

  private DebugRun(Call call) {
    this.call = call;
    this.task = TaskRef.of(call.in());
  }

  public static View<?> view() {
    return DebugReport.VIEW;
  }

  public static Mono<Result> debug(Call call) {
    return new DebugRun(call).debug();
  }

  private Mono<Result> debug() {
    return call.in()
        .find(TRAJECTORY)
        .map(id -> examine(task.run(id)))
        .orElseGet(() -> newestFailed(1, Optional.empty()));
  }

  private Mono<Result> newestFailed(int number, Optional<Run> newest) {
    return RunPage.read(call, task, number, PAGE, Runs.BRIEF)
        .flatMap(
            page -> {
              List<Run> runs = page.runs().stream().map(Run::new).toList();
              Optional<Run> first = newest.or(() -> runs.stream().findFirst());
              Optional<Run> failed = runs.stream().filter(DebugRun::hasFailed).findFirst();
              if (failed.isPresent()) {
                return examine(task.run(failed.get().id()));
              }
              boolean more = page.more() && !runs.isEmpty();
              if (more && number < MAX_PAGES) {
                call.progress("none failed among the newest " + number * PAGE);
                return newestFailed(number + 1, first);
              }
              return Mono.just(noneFailed(first, more));
            });
  }

  private static boolean hasFailed(Run run) {
    return StatusWords.FAILED.contains(run.status()) && !run.id().isEmpty();
  }

  private Result noneFailed(Optional<Run> newest, boolean more) {
    if (newest.isEmpty()) {
      return nothing(Optional.empty(), "none", "The task has no runs yet.", task.url())
          .suggest(RUN_TASK.with(task).because("start one"));
    }
    String status = newest.get().status();
    String finding =
        (more
                ? "None of the newest " + MAX_PAGES * PAGE + " runs failed"
                : "No run of the task failed")
            + "; the newest is "
            + status
            + ". Pass a trajectory_id to debug a run that completed without producing results.";
    return nothing(Optional.of(newest.get().id()), status, finding, task.url())
        .suggest(LIST_TRAJECTORIES.with(task).because("see the runs"));
  }

  private static Result nothing(Optional<String> id, String status, String finding, String url) {
    return Result.of(DebugReport.VIEW, DebugReport.nothing(id, status, finding, url));
  }

  private Mono<Result> examine(RunRef ref) {
    call.progress("reading the run " + ref.id());
    return Runs.read(call, ref, RootCauseSearch.MASK)
        .flatMap(run -> run.finished() ? trace(ref, run) : Mono.just(unfinished(ref, run)));
  }

  private static Result unfinished(RunRef ref, Run run) {
    String finding =
        "The run has not finished"
            + run.runningStep().map(step -> "; it is at the step " + step).orElse("")
            + ". There is nothing to debug before it ends.";
    return nothing(Optional.of(ref.id()), run.status(), finding, ref.url())
        .suggest(WAIT_FOR_RUN.with(ref).because("wait for the result"));
  }

  private Mono<Result> trace(RunRef ref, Run run) {
    Stop top = new Stop(ref, run, Optional.empty());
    RootCauseSearch search = new RootCauseSearch(call, ref.collection());
    return search
        .follow(ref, run)
        .then(
            Mono.defer(
                () -> {
                  List<Stop> trail = search.stops();
                  Stop deepest = trail.isEmpty() ? top : trail.get(trail.size() - 1);
                  return Mono.zip(log(deepest.ref()), workflow(deepest.ref().taskRef()))
                      .map(
                          read ->
                              result(
                                  top, search, read.getT1(), TaskReview.of(deepest, read.getT2())));
                }));
  }

  /** Reads the workflow that a task has now; empty if it cannot be read. */
  private Mono<Optional<JsonNode>> workflow(TaskRef task) {
    return call.send(task.fetch().fields(FieldMask.fields("workflow")))
        .map(reply -> Optional.of(reply.body().path("workflow")))
        .onErrorReturn(Failure.class, Optional.empty());
  }

  /** Reads the log of a run, newest first; empty if it cannot be read. */
  private Mono<Optional<List<RunLogs.Event>>> log(RunRef ref) {
    call.progress("reading the log of " + ref.id());
    return call.send(ref.log())
        .map(reply -> Optional.of(RunLogs.read(reply.body())))
        .onErrorReturn(Failure.class, Optional.empty());
  }

  private static Result result(
      Stop top, RootCauseSearch search, Optional<List<RunLogs.Event>> log, TaskReview review) {
    List<RunLogs.Event> events = log.orElse(List.of());
    List<RunLogs.Event> errors =
        events.stream().filter(event -> event.isAtLeast("error")).limit(MAX_LOG_ERRORS).toList();
    DebugSummary summary =
        DebugSummary.of(
            top, search.stops(), errors.stream().map(RunLogs.Event::message).toList(), review);
    boolean failed = summary.rootCause().isPresent();
    List<String> notes = new ArrayList<>(search.notes());
    if (log.isEmpty()) {
      notes.add("The log could not be read.");
    }
    if (review.changed()) {
      notes.add("The step was changed after this run; lint shows the task as it is now.");
    }
    DebugReport report =
        new DebugReport(
            Optional.of(top.ref().id()),
            top.run().status(),
            summary,
            errors,
            failed && errors.isEmpty() ? events.stream().limit(LOG_TAIL).toList() : List.of(),
            notes,
            top.ref().url());
    Stop at = summary.rootCause().orElse(top);
    Result result =
        Result.of(DebugReport.VIEW, report)
            .suggest(
                details(at)
                    .because(
                        failed ? "inputs and outputs of what failed" : "its inputs and outputs"));
    if (!review.changes().isEmpty()) {
      return fix(result, top, at, review);
    }
    return failed || !top.run().status().equals("completed")
        ? result.suggest(GET_TASK.with(at.ref().taskRef()).because("the workflow to fix"))
        : result;
  }

  /** Suggests the changes, and where some failure takes more than that, says so. */
  private static Result fix(Result result, Stop top, Stop at, TaskReview review) {
    List<ObjectNode> changes =
        review.changes().stream()
            .map(
                change ->
                    change
                        .value()
                        .map(value -> RunSignatures.change(change.path(), value))
                        .orElseGet(() -> RunSignatures.removal(change.path())))
            .toList();
    Next update = UPDATE_TASK.with(at.ref().taskRef()).with(CHANGES, changes);
    return result
        .suggest(
            review.stillFails()
                ? update
                    .with(SKIP_VALIDATION, true)
                    .because("ask first: it fixes a part of what lint shows; fix the rest by hand")
                : update.because("ask first: it fixes what lint shows"))
        .suggest(
            RUN_TASK
                .with(top.ref().taskRef())
                .with(RunStart.LIKE, top.ref().id())
                .because("then run it again with the same inputs"));
  }

  private static Next details(Stop at) {
    Next run = GET_TRAJECTORY.with(at.ref());
    return at.step()
        .filter(step -> at.run().step(step).isObject())
        .map(step -> run.with(STEP, step))
        .orElse(run);
  }
}
