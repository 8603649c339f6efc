package io.jettymcp.runs.batch;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.json.Json;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.OutputValues;
import io.jettymcp.runs.RunPoller;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.Runs;
import io.jettymcp.runs.StartedRun;
import io.jettymcp.runs.Trial;
import io.jettymcp.runs.batch.BatchEntry.Progress;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.workflow.PathExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Reads how far a batch is, all of whose runs were started, for a caller that follows it. */
public final class BatchFollow {
  /** The ids of the runs, in the order of their inputs. */
  public static final Param<List<String>> RUNS =
      Param.runs("trajectory_ids", "Run ids", RunBatch.MAX_AT_ONCE).required();

  /** Since when the runs may be unlisted, also for a process that did not start them. */
  private static final Param<String> STARTED_AT =
      Param.text("started_at", "When the batch was started, e.g. 2026-11-02T09:00:00Z");

  public static final List<Param<?>> PARAMS =
      List.of(TASK, RUNS, RunBatch.OUTPUTS, STARTED_AT, RunWait.START, COLLECTION);

  private static final int CONCURRENCY = 5;

  private final Call call;
  private final TaskRef task;
  private final List<PathExpression> paths;
  private final Instant started;

  /** The failure of the last read of a run that Jetty did not find. */
  private final AtomicReference<@Nullable Throwable> notFound = new AtomicReference<>();

  private BatchFollow(Call call) {
    this.call = call;
    this.task = TaskRef.of(call.in());
    this.paths = OutputValues.paths(call.in(), RunBatch.OUTPUTS);
    this.started = call.in().find(STARTED_AT).map(Instant::parse).orElse(Instant.EPOCH);
  }

  /** Makes the arguments of {@link #look} from those of the batch. */
  static ObjectNode arguments(Args in, List<String> ids, Instant started) {
    TaskRef task = TaskRef.of(in);
    ObjectNode arguments =
        Json.object()
            .put(COLLECTION.name(), task.collection())
            .put(TASK.name(), task.task())
            .put(STARTED_AT.name(), started.truncatedTo(ChronoUnit.SECONDS).toString());
    arguments.set(RUNS.name(), Json.node(ids));
    in.find(RunBatch.OUTPUTS)
        .ifPresent(paths -> arguments.set(RunBatch.OUTPUTS.name(), Json.node(paths)));
    return arguments;
  }

  /**
   * Reads each run once; fails if Jetty cannot be asked about one of them, or knows none. One that
   * is gone does not end the batch while others go on.
   */
  public static Mono<Result> look(Call call) {
    BatchFollow follow = new BatchFollow(call);
    return Flux.fromIterable(call.in().get(RUNS))
        .flatMapSequential(follow::seen, CONCURRENCY)
        .collectList()
        .flatMap(follow::known)
        .flatMap(follow::complete)
        .map(follow::report);
  }

  private Mono<BatchEntry> seen(String id) {
    RunRef ref = task.run(id);
    return new RunPoller(call, ref, Duration.ZERO)
        .polls()
        .last()
        .flatMap(run -> Runs.judged(call, ref, run))
        // Jetty's replies to a tool that reads are redacted.
        .map(run -> BatchEntry.started(ref.id(), run.status()).seen(run, true))
        .onErrorResume(Runs::isNotFound, e -> Mono.just(unlisted(ref.id(), e)));
  }

  /** Takes a run for one under way that Jetty does not list only because it has just started. */
  private BatchEntry unlisted(String id, Throwable failure) {
    notFound.set(failure);
    return isRecent() || call.justStarted(id)
        ? BatchEntry.started(id, "pending")
        : BatchEntry.unlisted(id);
  }

  private boolean isRecent() {
    return call.clock().instant().isBefore(started.plus(Call.UNLISTED));
  }

  private Mono<List<BatchEntry>> known(List<BatchEntry> entries) {
    Throwable failure = notFound.get();
    return failure != null && entries.stream().allMatch(entry -> entry.is(Progress.UNKNOWN))
        ? Mono.error(failure)
        : Mono.just(entries);
  }

  /** Reads the outputs of all runs once none is under way. */
  private Mono<List<BatchEntry>> complete(List<BatchEntry> entries) {
    return entries.stream().anyMatch(entry -> entry.is(Progress.UNDER_WAY))
        ? Mono.just(entries)
        : Flux.fromIterable(entries)
            .flatMapSequential(this::withOutputs, CONCURRENCY)
            .collectList();
  }

  private Mono<BatchEntry> withOutputs(BatchEntry entry) {
    return Mono.justOrEmpty(entry.trajectoryId())
        .filter(id -> entry.is(Progress.FINISHED))
        .flatMap(id -> Runs.read(call, task.run(id)))
        .map(run -> entry.with(BatchEntry.Made.of(run, paths)))
        .defaultIfEmpty(entry);
  }

  private Result report(List<BatchEntry> entries) {
    List<ObjectNode> inputs = entries.stream().map(entry -> Json.object()).toList();
    RunStart.Precheck known =
        new RunStart.Precheck(Optional.empty(), Trial.UNKNOWN, EnvironmentNames.UNKNOWN);
    Optional<StartedRun> start =
        call.in().find(RunWait.START).map(said -> StartedRun.of(task, said));
    return new BatchReport(call.in(), inputs, entries, known, started, start, false)
        .followed(List.of());
  }
}
