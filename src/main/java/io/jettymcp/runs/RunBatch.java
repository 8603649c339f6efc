package io.jettymcp.runs;

import static io.jettymcp.runs.RunWait.WAIT_SECONDS;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.jetty.Reply;
import io.jettymcp.json.Json;
import io.jettymcp.runs.BatchEntry.Progress;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a task many times, a few at a time. The first run starts alone: where Jetty refuses it for a
 * reason that all have in common, the others are not tried.
 */
public final class RunBatch {
  static final Param<List<String>> OUTPUTS =
      Param.list("outputs", "Show these, e.g. draft.outputs.text", 20);
  static final Param<Map<String, String>> STARTED =
      Param.texts("started", "To resume: run ids by index");
  static final Param<Integer> MAX_CONCURRENCY =
      Param.integer("max_concurrency", "", 1, 20).defaultValue(5);

  static final List<Param<?>> PARAMS =
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

  /** How long starts can take where the caller does not wait; a host gives up after a minute. */
  private static final Duration MAX_STARTS = Duration.ofSeconds(30);

  /** How long it waits at most, prechecks included, unless the caller asks for longer. */
  private static final Duration MAX_DEFAULT_WAIT = Duration.ofSeconds(45);

  /** How long a reply that is on its way is waited for when time is up. */
  private static final Duration MAX_LAST_REPLY = Duration.ofSeconds(4);

  /** Time limit of the search for runs whose start was not answered. */
  private static final Duration MAX_SEARCH = Duration.ofSeconds(8);

  private final Call call;
  private final TaskRef task;
  private final RunForm form;
  private final List<PathExpression> paths;
  private final RunStart.Precheck known;
  private final List<ObjectNode> inputs;
  private final int atOnce;
  private final Duration patience;
  private final AtomicReferenceArray<BatchEntry> entries;
  private final Set<Integer> resumed;
  private final StartThrottle throttle = new StartThrottle();
  private final Instant called;
  private final Instant until;

  /** Jetty's words can hold a secret that is known only once the environment was read. */
  private final boolean canQuote;

  private volatile boolean stopped;
  private volatile Optional<StartedRun> latestStart = Optional.empty();
  private volatile String reported = "";

  private RunBatch(
      Call call,
      RunForm form,
      List<PathExpression> paths,
      RunStart.Precheck known,
      BatchInputs rows,
      Instant called) {
    Args in = call.in();
    this.call = call;
    this.task = TaskRef.of(in);
    this.form = form;
    this.paths = paths;
    this.known = known;
    this.inputs = rows.typedAs(known.inputs().orElseGet(Json::object));
    this.atOnce = in.get(MAX_CONCURRENCY);
    this.patience = Duration.ofSeconds(in.get(WAIT_SECONDS));
    this.called = called;
    this.until = until(patience, called, call.clock().instant());
    this.canQuote = known.environment().isKnown();
    this.entries = new AtomicReferenceArray<>(inputs.size());
    IntStream.range(0, inputs.size()).forEach(i -> entries.set(i, BatchEntry.waiting()));
    this.resumed = resume(in.find(STARTED).orElse(Map.of()));
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
                    .flatMap(known -> new RunBatch(call, form, paths, known, rows, called).run()));
  }

  private static Instant until(Duration patience, Instant called, Instant now) {
    Duration given = patience.isZero() ? MAX_STARTS : patience;
    Instant latest = called.plus(given.compareTo(MAX_DEFAULT_WAIT) > 0 ? given : MAX_DEFAULT_WAIT);
    return now.plus(given).isBefore(latest) ? now.plus(given) : latest;
  }

  /** Takes over the runs that an earlier call started, so that they are not started again. */
  private Set<Integer> resume(Map<String, String> started) {
    started.forEach(
        (index, run) -> {
          boolean known = index.matches("\\d{1,3}") && Integer.parseInt(index) < inputs.size();
          if (!known || PathSegment.problem(run).isPresent()) {
            throw new BadArguments(
                STARTED.name(),
                "\"started\" must map indexes of runs, from 0 to "
                    + (inputs.size() - 1)
                    + ", to trajectory ids.");
          }
          entries.set(Integer.parseInt(index), BatchEntry.resumed(RunRef.bareId(run)));
        });
    return started.keySet().stream().map(Integer::valueOf).collect(Collectors.toSet());
  }

  private Mono<Result> run() {
    List<Integer> toStart = indexes(Progress.NOT_STARTED);
    List<Integer> underWay = indexes(Progress.UNDER_WAY);
    Mono<Void> first = toStart.isEmpty() ? Mono.empty() : start(toStart.get(0));
    Flux<Mono<Void>> runs =
        Flux.concat(
            Flux.fromIterable(underWay).map(this::watch),
            Flux.fromIterable(toStart)
                .map(
                    i ->
                        i.equals(toStart.get(0))
                            ? Mono.defer(() -> watchAfterStart(i))
                            : start(i).then(Mono.defer(() -> watchAfterStart(i)))));
    return first
        .then(runs.flatMap(run -> run, atOnce).then())
        .then(Mono.defer(this::findUnknown))
        .then(
            Mono.fromCallable(
                () ->
                    new BatchReport(call.in(), inputs, entries(), known, latestStart, stopped)
                        .result()));
  }

  private List<Integer> indexes(Progress progress) {
    return IntStream.range(0, entries.length())
        .filter(i -> entries.get(i).is(progress))
        .boxed()
        .toList();
  }

  private List<BatchEntry> entries() {
    return IntStream.range(0, entries.length()).mapToObj(entries::get).toList();
  }

  private Mono<Void> start(int index) {
    return Mono.defer(
        () -> {
          Instant now = now();
          Duration hold = Duration.between(now, throttle.turn(now));
          if (stopped || hold.compareTo(left()) >= 0) {
            return Mono.empty();
          }
          return hold.isZero()
              ? send(index)
              : Mono.delay(hold).then(Mono.defer(() -> sendUnlessStopped(index)));
        });
  }

  private Mono<Void> sendUnlessStopped(int index) {
    return stopped ? Mono.empty() : send(index);
  }

  private Mono<Void> send(int index) {
    boolean trialKeys = known.useTrialKeys(call.in().get(RunStart.USE_TRIAL_KEYS));
    // From here on Jetty may have it, also where no reply comes.
    return call.send(RunStart.request(task, form.parts(inputs.get(index), trialKeys)))
        .map(Reply::body)
        .onErrorResume(StillRunning.class, running -> Mono.just(running.reply()))
        .map(body -> StartedRun.read(call, task, body, List.of()))
        .timeout(left().plus(MAX_LAST_REPLY))
        .doOnNext(started -> started(index, started))
        .then()
        .onErrorResume(
            TimeoutException.class,
            late ->
                Mono.fromRunnable(() -> put(index, BatchEntry.unknown("No reply came in time."))))
        .onErrorResume(Failure.class, failure -> refused(index, failure));
  }

  /** Looks once, after all starts, for the runs whose start was not answered. */
  private Mono<Void> findUnknown() {
    return Flux.fromIterable(indexes(Progress.UNKNOWN))
        .filter(i -> !resumed.contains(i))
        .concatMap(
            i ->
                StartedRunFinder.newestWhere(task, run -> run.hasInputs(inputs.get(i)))
                    .find(call, called, 1)
                    .flatMap(Mono::justOrEmpty)
                    .doOnNext(
                        id -> {
                          call.started(id);
                          put(i, BatchEntry.started(id, "running"));
                        })
                    .then(Mono.defer(() -> watchAfterStart(i))))
        .then()
        .timeout(MAX_SEARCH.plus(left()), Mono.empty());
  }

  private void started(int index, StartedRun started) {
    latestStart = Optional.of(started);
    put(
        index,
        started
            .id()
            .map(id -> BatchEntry.started(id, started.status()))
            .orElseGet(() -> BatchEntry.unknown("Jetty accepted it, but did not reply in time.")));
  }

  private Mono<Void> refused(int index, Failure failure) {
    boolean forAll =
        failure instanceof NotSignedIn
            || (failure instanceof Refused refused
                && (refused.kind() == Refused.Kind.FORBIDDEN
                    || refused.kind() == Refused.Kind.NOT_FOUND));
    if (forAll && index == 0) {
      return Mono.error(failure);
    }
    stopped = stopped || forAll;
    put(index, entry(failure));
    return Mono.empty();
  }

  private BatchEntry entry(Failure failure) {
    if (failure instanceof RateLimited limited) {
      throttle.slowDown(now(), limited.retryAfter());
      return BatchEntry.postponed("Jetty is rate-limiting this token (429).");
    }
    if (failure instanceof Unavailable down) {
      if (down.reason() == Unavailable.Reason.NOT_CONNECTED) {
        throttle.slowDown(now(), Optional.empty());
        return BatchEntry.postponed("Jetty could not be reached.");
      }
      down.retryAfter().ifPresent(asked -> throttle.slowDown(now(), down.retryAfter()));
      return BatchEntry.unknown(
          switch (down.reason()) {
            case SERVER_ERROR ->
                "Jetty returned a server error (" + down.status() + ")" + detail(down);
            case BROKEN_OFF -> "The connection closed before the reply was complete.";
            case TIMED_OUT -> "No reply came in time.";
            default -> "The reply could not be read.";
          });
    }
    if (failure instanceof Refused || failure instanceof NotSignedIn) {
      String status = failure instanceof Refused refused ? "" + refused.status() : "401";
      return BatchEntry.refused("Jetty refused it (" + status + ")" + detail(failure));
    }
    return BatchEntry.unknown("The reply could not be read.");
  }

  private String detail(Failure failure) {
    return canQuote && !failure.detail().isEmpty() ? ": " + failure.detail() : ".";
  }

  private Mono<Void> watchAfterStart(int index) {
    return patience.isZero() ? Mono.empty() : watch(index);
  }

  private Mono<Void> watch(int index) {
    BatchEntry entry = entries.get(index);
    if (!entry.is(Progress.UNDER_WAY)) {
      return Mono.empty();
    }
    RunRef ref = task.run(entry.trajectoryId().orElseThrow());
    return new RunPoller(call, ref, left())
        .polls()
        .concatMap(run -> Runs.judged(call, ref, run))
        .take(left().plus(MAX_LAST_REPLY))
        .doOnNext(run -> put(index, entries.get(index).seen(run, canQuote)))
        .then(Mono.defer(() -> readOutputs(index, ref)))
        .onErrorResume(Failure.class, failure -> lost(index, failure));
  }

  /** Reads what a finished run has made; without it, the run is finished all the same. */
  private Mono<Void> readOutputs(int index, RunRef ref) {
    return entries.get(index).is(Progress.FINISHED) && canQuote
        ? Runs.read(call, ref)
            .timeout(left().plus(MAX_LAST_REPLY), Mono.empty())
            .onErrorResume(Failure.class, failure -> Mono.empty())
            .doOnNext(run -> put(index, entries.get(index).with(BatchEntry.Made.of(run, paths))))
            .then()
        : Mono.empty();
  }

  /** Polls on after a passing fault: the run keeps its place until it is seen to end. */
  private Mono<Void> lost(int index, Failure failure) {
    put(index, entries.get(index).lost());
    boolean passing = failure instanceof Unavailable || failure instanceof RateLimited;
    return passing && RunPoller.MAX_PAUSE.compareTo(left()) < 0
        ? Mono.delay(RunPoller.MAX_PAUSE).then(Mono.defer(() -> watch(index)))
        : Mono.empty();
  }

  private void put(int index, BatchEntry entry) {
    entries.set(index, entry);
    String now = counts();
    if (!now.equals(reported)) {
      reported = now;
      call.progress(this::progress);
    }
  }

  private String progress() {
    return counts() + ", " + Duration.between(called, now()).toSeconds() + " s";
  }

  private String counts() {
    List<BatchEntry> all = entries();
    long ended =
        all.stream().filter(e -> e.is(Progress.FINISHED) || e.is(Progress.REFUSED)).count();
    return ended
        + " of "
        + all.size()
        + " finished, "
        + all.stream().filter(BatchEntry::failed).count()
        + " failed, "
        + all.stream().filter(e -> e.is(Progress.UNDER_WAY)).count()
        + " under way";
  }

  private Instant now() {
    return call.clock().instant();
  }

  private Duration left() {
    Duration left = Duration.between(now(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
