package io.jettymcp.runs;

import static io.jettymcp.runs.RunWait.WAIT_SECONDS;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.runs.BatchEntry.Progress;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a task many times, a few at a time. The first run starts alone: where Jetty refuses it for a
 * reason that all have in common, the others are not tried.
 */
public final class RunBatch {
  static final Param<List<ObjectNode>> RUNS =
      Param.objects("runs", "init_params of each", 100).required();
  static final Param<Integer> MAX_CONCURRENCY =
      Param.integer("max_concurrency", "Runs at a time", 1, 20).defaultValue(5);

  /** How long starts can take where the caller does not wait; a host gives up after a minute. */
  private static final Duration MAX_STARTS = Duration.ofSeconds(30);

  /** How long it waits at most, prechecks included, unless the caller asks for longer. */
  private static final Duration MAX_DEFAULT_WAIT = Duration.ofSeconds(45);

  /** How long a reply that is on its way is waited for when time is up. */
  private static final Duration MAX_LAST_REPLY = Duration.ofSeconds(4);

  private final Call call;
  private final TaskRef task;
  private final List<ObjectNode> inputs;
  private final int atOnce;
  private final Duration patience;
  private final AtomicReferenceArray<BatchEntry> entries;
  private final StartThrottle throttle = new StartThrottle();
  private final Instant called;
  private volatile Instant until;
  private volatile boolean canQuote;
  private volatile boolean stopped;
  private volatile Optional<StartedRun> latestStart = Optional.empty();
  private volatile String reported = "";

  private RunBatch(Call call) {
    Args in = call.in();
    this.call = call;
    this.task = TaskRef.of(in);
    this.inputs = in.get(RUNS);
    this.atOnce = in.get(MAX_CONCURRENCY);
    this.patience = Duration.ofSeconds(in.get(WAIT_SECONDS));
    this.called = call.clock().instant();
    this.until = called;
    this.entries = new AtomicReferenceArray<>(inputs.size());
    IntStream.range(0, inputs.size()).forEach(i -> entries.set(i, BatchEntry.waiting()));
  }

  public static View<?> view() {
    return BatchReport.VIEW;
  }

  public static Mono<Result> run(Call call) {
    return new RunBatch(call).run();
  }

  private Mono<Result> run() {
    call.progress("checking task and trial");
    return RunStart.check(call, task)
        .flatMap(known -> begin(known).thenReturn(known))
        .map(known -> new BatchReport(call.in(), entries(), known, latestStart, stopped).result());
  }

  private Mono<Void> begin(RunStart.Precheck known) {
    Duration given = patience.isZero() ? MAX_STARTS : patience;
    Instant latest = called.plus(given.compareTo(MAX_DEFAULT_WAIT) > 0 ? given : MAX_DEFAULT_WAIT);
    until = now().plus(given).isBefore(latest) ? now().plus(given) : latest;
    // Jetty's words can hold a secret that is known only once the environment was read.
    canQuote = known.environment().isKnown();
    Flux<Mono<Void>> runs =
        Flux.range(0, inputs.size())
            .map(i -> i == 0 ? watch(0) : start(i, known).then(Mono.defer(() -> watch(i))));
    return start(0, known).then(runs.flatMap(run -> run, atOnce).then());
  }

  private List<BatchEntry> entries() {
    return IntStream.range(0, entries.length()).mapToObj(entries::get).toList();
  }

  private Mono<Void> start(int index, RunStart.Precheck known) {
    return Mono.defer(
        () -> {
          Instant now = now();
          Duration hold = Duration.between(now, throttle.turn(now));
          if (stopped || hold.compareTo(left()) >= 0) {
            return Mono.empty();
          }
          return hold.isZero()
              ? send(index, known)
              : Mono.delay(hold).then(Mono.defer(() -> sendUnlessStopped(index, known)));
        });
  }

  private Mono<Void> sendUnlessStopped(int index, RunStart.Precheck known) {
    return stopped ? Mono.empty() : send(index, known);
  }

  private Mono<Void> send(int index, RunStart.Precheck known) {
    List<Request.Part> form = new ArrayList<>(List.of(RunStart.inputs(inputs.get(index))));
    if (known.useTrialKeys("auto")) {
      form.add(RunStart.TRIAL_KEYS);
    }
    // From here on Jetty may have it, also where no reply comes.
    return call.send(RunStart.request(task, form))
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

  private Mono<Void> watch(int index) {
    BatchEntry entry = entries.get(index);
    if (patience.isZero() || !entry.is(Progress.UNDER_WAY)) {
      return Mono.empty();
    }
    RunRef ref = task.run(entry.trajectoryId().orElseThrow());
    return new RunPoller(call, ref, left())
        .polls()
        .concatMap(run -> Runs.judged(call, ref, run))
        .take(left().plus(MAX_LAST_REPLY))
        .doOnNext(run -> put(index, entries.get(index).seen(run, canQuote)))
        .then()
        .onErrorResume(Failure.class, failure -> lost(index, failure));
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
