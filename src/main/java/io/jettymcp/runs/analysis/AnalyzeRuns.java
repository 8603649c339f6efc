package io.jettymcp.runs.analysis;

import static io.jettymcp.runs.RunSignatures.BY;
import static io.jettymcp.runs.RunSignatures.DEBUG_RUN;
import static io.jettymcp.runs.RunSignatures.GET_TASK;
import static io.jettymcp.runs.RunSignatures.LAST;
import static io.jettymcp.runs.RunSignatures.RUN_TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.json.FieldMask;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.RunFilter;
import io.jettymcp.runs.RunSearch;
import io.jettymcp.runs.RunSearch.Found;
import io.jettymcp.runs.RunbookVerdict;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Compares the newest runs of a task, or those of a range of time. */
public final class AnalyzeRuns {
  /** The number of runs to compare in a range, where the call names none. */
  private static final int LAST_OF_RANGE = 100;

  /** Small, because Jetty sends the runs in full. */
  private static final int MIN_PAGE = 10;

  private static final int MAX_PAGE = 50;

  /** How many pages to read at most for runs that are all recent. */
  private static final int PAGES = 10;

  /** Each verdict on a runbook takes a request. */
  private static final int MAX_VERDICTS = 100;

  private static final FieldMask COUNTED = FieldMask.fields("trajectory_id", "status", "created");

  /** The largest of Jetty, so that a search in a range reaches as many runs as possible. */
  private static final int SEARCH_PAGE = 100;

  private final Call call;
  private final TaskRef task;
  private final RunFilter filter;
  private final int last;
  private int runbooks;

  private AnalyzeRuns(Call call) {
    Args in = call.in();
    this.call = call;
    this.task = TaskRef.of(in);
    this.filter = RunFilter.range(in);
    this.last = filter.isAll() || in.has(LAST) ? in.get(LAST) : LAST_OF_RANGE;
  }

  public static View<?> view() {
    return RunComparison.VIEW;
  }

  public static Mono<Result> analyze(Call call) {
    call.progress("reading runs");
    return new AnalyzeRuns(call).analyze();
  }

  private Mono<Result> analyze() {
    int small = Math.min(last, Math.max(MIN_PAGE, Math.min(MAX_PAGE, last / PAGES)));
    int size = filter.isAll() ? small : SEARCH_PAGE;
    return new RunSearch<>(call, task, filter, RunFacts.MASK, size, this::facts)
        .find(last)
        .flatMap(found -> more(found).map(more -> result(found, more)));
  }

  /** Reads what Jetty's list leaves open of a runbook's run that completed. */
  private Mono<RunFacts> facts(Run run) {
    boolean runbook = run.status().equals("completed") && run.runbookStep().isPresent();
    if (!runbook || ++runbooks > MAX_VERDICTS || run.id().isEmpty()) {
      return Mono.just(RunFacts.of(run));
    }
    Mono<Run> judged =
        run.lacksOutputs()
            ? Runs.read(call, task.run(run.id()), RunFacts.MASK).onErrorReturn(Failure.class, run)
            : RunbookVerdict.judge(call, task.collection(), run);
    return judged.map(RunFacts::of);
  }

  /** Counts the runs that were not compared; empty where that is not known. */
  private Mono<Optional<Integer>> more(Found<RunFacts> found) {
    if (found.complete()) {
      return Mono.just(Optional.of(found.matching() - found.runs().size()));
    }
    if (filter.isAll()) {
      return Mono.just(
          Optional.of(found.all().asInt(-1) - found.runs().size()).filter(more -> more >= 0));
    }
    return new RunSearch<Run>(call, task, filter, COUNTED, SEARCH_PAGE, run -> Mono.empty())
        .find(Integer.MAX_VALUE)
        .map(
            all ->
                Optional.of(all.matching() - found.runs().size()).filter(more -> all.complete()));
  }

  private Result result(Found<RunFacts> found, Optional<Integer> more) {
    RunOutcomes all = new RunOutcomes("", found.runs());
    Result result =
        Result.of(
            RunComparison.VIEW,
            new RunComparison(task, all, call.in().find(BY), more, limits(found, more)));
    if (all.runs().isEmpty()) {
      return filter.isAll() ? result.suggest(RUN_TASK.with(task).because("start one")) : result;
    }
    return all.counted().stream()
        .filter(run -> !run.succeeded())
        .findFirst()
        .map(run -> DEBUG_RUN.with(task.run(run.id())).because("why the newest of these failed"))
        .map(result::suggest)
        .orElse(result)
        .suggest(GET_TASK.with(task).because("the workflow to improve"));
  }

  private List<String> limits(Found<RunFacts> found, Optional<Integer> more) {
    List<String> limits = new ArrayList<>();
    if (found.runs().isEmpty() && found.complete()) {
      limits.add(
          filter.isAll()
              ? "The task has no runs yet."
              : "The task has no run that was created in that range.");
    }
    if (found.runs().size() < last) {
      found.limit().ifPresent(limits::add);
    } else if (more.isEmpty()) {
      limits.add("There are more runs, an unknown number; set last to compare more of them.");
    }
    if (runbooks > MAX_VERDICTS) {
      limits.add(
          "The verdicts on "
              + (runbooks - MAX_VERDICTS)
              + " runs of runbooks were not read; these count as completed.");
    }
    return limits;
  }
}
