package io.jettymcp.runs.batch;

import static io.jettymcp.runs.RunWait.WAIT_SECONDS;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.runs.OutputValues;
import io.jettymcp.runs.RunForm;
import io.jettymcp.runs.RunPoller;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.Runs;
import io.jettymcp.runs.StartedRunFinder;
import io.jettymcp.runs.batch.BatchEntry.Progress;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Ongoing;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a task many times, a few at a time. The first run starts alone: where Jetty refuses it for a
 * reason that all have in common, the others are not tried.
 */
public final class RunBatch {
  static final int MAX_AT_ONCE = 20;

  /** As long as the ids of runs usually are, or longer. */
  private static final String USUAL_ID = "0123456789ab";

  static final Param<List<String>> OUTPUTS =
      Param.list("outputs", "Show these, e.g. draft.outputs.text", 20);
  static final Param<Map<String, String>> STARTED =
      Param.texts("started", "To resume: run ids by index");
  static final Param<Integer> MAX_CONCURRENCY =
      Param.integer("max_concurrency", "At once", 1, RunBatch.MAX_AT_ONCE).defaultValue(5);

  public static final List<Param<?>> PARAMS =
      List.of(
          TASK,
          BatchInputs.RUNS,
          BatchInputs.RUNS_CSV,
          BatchInputs.RUNS_PATH,
          OUTPUTS,
          STARTED,
          RunStart.FILES,
          RunStart.SECRET_PARAMS,
          RunStart.SECRET_ENV,
          RunStart.USE_TRIAL_KEYS,
          MAX_CONCURRENCY,
          WAIT_SECONDS);

  private final Call call;
  private final TaskRef task;
  private final List<PathExpression> paths;
  private final RunStart.Precheck known;
  private final List<ObjectNode> inputs;
  private final boolean followed;
  private final Duration patience;
  private final Instant called;
  private final BatchTime startTime;
  private final BatchTime time;
  private final BatchState state;
  private final Set<Integer> resumed;

  private RunBatch(
      Call call,
      List<PathExpression> paths,
      RunStart.Precheck known,
      BatchInputs rows,
      Instant called) {
    Args in = call.in();
    this.call = call;
    this.task = TaskRef.of(in);
    this.paths = paths;
    this.known = known;
    this.inputs = rows.typedAs(known.inputs().orElseGet(Json::object));
    this.called = called;
    this.state = new BatchState(call, called, inputs.size());
    this.resumed = resume(in.find(STARTED).orElse(Map.of()));
    this.followed = RunWait.isFollowed(call) && canBeFollowed();
    this.patience = patience(in);
    this.startTime = BatchTime.of(call, followed ? Duration.ZERO : patience, called);
    this.time = BatchTime.of(call, patience, called);
  }

  private static Duration patience(Args in) {
    return in.has(WAIT_SECONDS)
        ? Duration.ofSeconds(in.get(WAIT_SECONDS))
        : BatchTime.MAX_DEFAULT_WAIT;
  }

  /** Returns whether all runs can be started at once, and a host can hold all their ids. */
  private boolean canBeFollowed() {
    return state.size() <= call.in().get(MAX_CONCURRENCY)
        && state.indexes(Progress.REFUSED).isEmpty()
        && state.indexes(Progress.UNKNOWN).isEmpty()
        && Ongoing.fits(
            BatchFollow.arguments(call.in(), Collections.nCopies(state.size(), USUAL_ID), called));
  }

  public static View<?> view() {
    return BatchReport.VIEW;
  }

  public static Mono<Result> run(Call call) {
    Instant called = call.clock().instant();
    List<PathExpression> paths = OutputValues.paths(call.in(), OUTPUTS);
    RunForm form = RunForm.of(call);
    call.progress("checking task and trial");
    return BatchInputs.read(call)
        .flatMap(
            rows ->
                RunStart.check(call, TaskRef.of(call.in()))
                    .flatMap(known -> new RunBatch(call, paths, known, rows, called).run(form)));
  }

  /** Takes over the runs that an earlier call started, so that they are not started again. */
  private Set<Integer> resume(Map<String, String> started) {
    started.forEach(
        (index, run) -> {
          boolean exists = index.matches("\\d{1,3}") && Integer.parseInt(index) < inputs.size();
          if (!exists || PathSegment.problem(run).isPresent()) {
            throw new BadArguments(
                STARTED.name(),
                "\"started\" must map indexes of runs, from 0 to "
                    + (inputs.size() - 1)
                    + ", to trajectory ids.");
          }
          state.resume(Integer.parseInt(index), BatchEntry.resumed(RunRef.bareId(run)));
        });
    return started.keySet().stream().map(Integer::valueOf).collect(Collectors.toSet());
  }

  private Mono<Result> run(RunForm form) {
    List<Integer> toStart = state.indexes(Progress.NOT_STARTED);
    toStart.forEach(index -> known.refuseNested(BatchInputs.RUNS, inputs.get(index)));
    List<Integer> underWay = state.indexes(Progress.UNDER_WAY);
    call.offerTimeline(() -> state.timeline(task));
    int first = toStart.isEmpty() ? -1 : toStart.get(0);
    BatchStarts starts = new BatchStarts(call, form, known, inputs, state, startTime, first);
    Flux<Mono<Void>> runs =
        Flux.concat(
            Flux.fromIterable(underWay).map(i -> followed ? Mono.empty() : watch(i)),
            Flux.fromIterable(toStart)
                .map(
                    i ->
                        (i == first ? Mono.<Void>empty() : starts.start(i))
                            .then(Mono.defer(() -> watchIfPatient(i)))));
    return (first < 0 ? Mono.<Void>empty() : starts.start(first))
        .then(runs.flatMap(run -> run, call.in().get(MAX_CONCURRENCY)).then())
        .then(Mono.defer(this::findUnknown))
        .then(Mono.defer(() -> followed ? followed(starts) : Mono.just(report(starts).result())));
  }

  /** Leaves the runs to the caller, or waits for them if the caller cannot follow all. */
  private Mono<Result> followed(BatchStarts starts) {
    BatchReport report = report(starts);
    Result result = report.followed(report.warnings());
    return result.ongoing().isPresent()
        ? Mono.just(result)
        : Flux.fromIterable(state.indexes(Progress.UNDER_WAY))
            .flatMap(this::watch, call.in().get(MAX_CONCURRENCY))
            .then(Mono.fromCallable(() -> report(starts).result()));
  }

  private BatchReport report(BatchStarts starts) {
    return new BatchReport(
        call.in(),
        inputs,
        state.entries(),
        known,
        call.clock().instant(),
        starts.latest(),
        starts.stopped());
  }

  /** Looks once, after all starts, for the runs whose start was not answered. */
  private Mono<Void> findUnknown() {
    return Flux.fromIterable(state.indexes(Progress.UNKNOWN))
        .filter(i -> !resumed.contains(i))
        .concatMap(
            i ->
                finder(i)
                    .find(call, called, 1)
                    .flatMap(Mono::justOrEmpty)
                    .doOnNext(
                        id -> {
                          call.started(task.run(id));
                          state.put(i, BatchEntry.started(id, "running"));
                        })
                    .then(Mono.defer(() -> watchIfPatient(i))))
        .then()
        .timeout(startTime.leftWith(BatchTime.MAX_SEARCH), Mono.empty());
  }

  /** Finds the run of a row among those of no other row, which can have the same inputs. */
  private StartedRunFinder finder(int index) {
    Set<String> known =
        state.entries().stream()
            .flatMap(entry -> entry.trajectoryId().stream())
            .collect(Collectors.toSet());
    return StartedRunFinder.newestWhere(task, run -> run.isStartWith(inputs.get(index)))
        .besides(known, inputs.size());
  }

  private Mono<Void> watchIfPatient(int index) {
    return followed || patience.isZero() ? Mono.empty() : watch(index);
  }

  private Mono<Void> watch(int index) {
    BatchEntry entry = state.get(index);
    if (!entry.is(Progress.UNDER_WAY)) {
      return Mono.empty();
    }
    RunRef ref = task.run(entry.trajectoryId().orElseThrow());
    return new RunPoller(call, ref, time.left())
        .polls()
        .concatMap(run -> Runs.judged(call, ref, run))
        .take(time.leftWith(RunWait.MAX_LAST_REPLY))
        .doOnNext(
            run -> state.put(index, state.get(index).seen(run, known.environment().isKnown())))
        .then(Mono.defer(() -> readOutputs(index, ref)))
        .onErrorResume(Failure.class, failure -> lost(index, failure));
  }

  /** Reads what a finished run has made; without it, the run is finished all the same. */
  private Mono<Void> readOutputs(int index, RunRef ref) {
    return state.get(index).is(Progress.FINISHED) && known.environment().isKnown()
        ? Runs.read(call, ref)
            .timeout(time.leftWith(RunWait.MAX_LAST_REPLY), Mono.empty())
            .onErrorResume(Failure.class, failure -> Mono.empty())
            .doOnNext(
                run -> state.put(index, state.get(index).with(BatchEntry.Made.of(run, paths))))
            .then()
        : Mono.empty();
  }

  /** Polls on after a passing fault: the run keeps its place until it is seen to end. */
  private Mono<Void> lost(int index, Failure failure) {
    state.put(index, state.get(index).lost());
    boolean passing = failure instanceof Unavailable || failure instanceof RateLimited;
    return passing && RunPoller.MAX_PAUSE.compareTo(time.left()) < 0
        ? Mono.delay(RunPoller.MAX_PAUSE).then(Mono.defer(() -> watch(index)))
        : Mono.empty();
  }
}
