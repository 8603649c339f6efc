package io.jettymcp.runs;

import static io.jettymcp.runs.RunWait.WAIT_SECONDS;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.runs.BatchEntry.Standing;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many runs of one task, a few at a time. The first one starts alone: where Jetty refuses it for
 * what all have in common, the others are not tried.
 */
public final class RunBatch {
  static final Param<List<ObjectNode>> RUNS =
      Param.objects("runs", "init_params of each", 100).required();
  static final Param<Integer> MAX_CONCURRENCY =
      Param.integer("max_concurrency", "", 1, 20).defaultValue(5);

  public static final View<JsonNode> VIEW = BatchReport.VIEW;

  /** How long starts may take where nobody waits for the runs; a host gives up after a minute. */
  private static final Duration FOR_STARTS = Duration.ofSeconds(30);

  /** How long it waits at most, what is looked at before included, unless told to wait longer. */
  private static final Duration UNTOLD = Duration.ofSeconds(45);

  /** How long an answer that is on its way is waited for when time is up. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(4);

  private final Call call;
  private final String collection;
  private final String task;
  private final List<ObjectNode> inputs;
  private final int atOnce;
  private final Duration patience;
  private final AtomicReferenceArray<BatchEntry> entries;
  private final StartThrottle pace = new StartThrottle();
  private final Instant called;
  private volatile Instant until;
  private volatile boolean mayQuote;
  private volatile boolean stopped;
  private volatile Optional<RunStart.Started> latestStart = Optional.empty();
  private volatile String said = "";

  private RunBatch(Call call) {
    Args in = call.in();
    this.call = call;
    this.collection = in.get(COLLECTION);
    this.task = in.get(TASK);
    this.inputs = in.get(RUNS);
    this.atOnce = in.get(MAX_CONCURRENCY);
    this.patience = Duration.ofSeconds(in.get(WAIT_SECONDS));
    this.called = call.clock().instant();
    this.until = called;
    this.entries = new AtomicReferenceArray<>(inputs.size());
    IntStream.range(0, inputs.size()).forEach(i -> entries.set(i, BatchEntry.waiting()));
  }

  public static Mono<Result> run(Call call) {
    return new RunBatch(call).carryOut();
  }

  private Mono<Result> carryOut() {
    call.progress("checking task and trial");
    Mono<Result> result =
        RunStart.look(call, collection, task)
            .flatMap(ground -> begin(ground).thenReturn(ground))
            .map(
                ground ->
                    new BatchReport(call.in(), entries(), ground, latestStart, stopped).result());
    return ProgressTicker.during(result, call, this::words);
  }

  private Mono<Void> begin(RunStart.Ground ground) {
    Duration given = patience.isZero() ? FOR_STARTS : patience;
    Instant latest = called.plus(given.compareTo(UNTOLD) > 0 ? given : UNTOLD);
    until = now().plus(given).isBefore(latest) ? now().plus(given) : latest;
    // What Jetty says may hold a secret that is only known once the environment was read.
    mayQuote = !ground.environment().isMissingNode();
    Flux<Mono<Void>> works =
        Flux.range(0, inputs.size())
            .map(i -> i == 0 ? watch(0) : start(i, ground).then(Mono.defer(() -> watch(i))));
    return start(0, ground).then(works.flatMap(work -> work, atOnce).then());
  }

  private List<BatchEntry> entries() {
    return IntStream.range(0, entries.length()).mapToObj(entries::get).toList();
  }

  private Mono<Void> start(int index, RunStart.Ground ground) {
    return Mono.defer(
        () -> {
          Instant now = now();
          Duration hold = Duration.between(now, pace.turn(now));
          if (stopped || hold.compareTo(left()) >= 0) {
            return Mono.empty();
          }
          return hold.isZero()
              ? send(index, ground)
              : Mono.delay(hold).then(Mono.defer(() -> sendUnlessStopped(index, ground)));
        });
  }

  private Mono<Void> sendUnlessStopped(int index, RunStart.Ground ground) {
    return stopped ? Mono.empty() : send(index, ground);
  }

  private Mono<Void> send(int index, RunStart.Ground ground) {
    List<Request.Part> form = new ArrayList<>(List.of(RunStart.inputs(inputs.get(index))));
    if (ground.useTrialKeys("auto")) {
      form.add(RunStart.TRIAL_KEYS);
    }
    // From here on it may be at Jetty, also where the answer never comes.
    return call.send(RunStart.request(collection, task, form))
        .map(Reply::body)
        .onErrorResume(StillRunning.class, running -> Mono.just(running.reply()))
        .map(body -> RunStart.started(call, collection, task, body, List.of()))
        .timeout(left().plus(LAST_ANSWERS))
        .doOnNext(started -> taken(index, started))
        .then()
        .onErrorResume(
            TimeoutException.class,
            late ->
                Mono.fromRunnable(() -> put(index, BatchEntry.unknown("No answer came in time."))))
        .onErrorResume(Failure.class, failure -> refused(index, failure));
  }

  private void taken(int index, RunStart.Started started) {
    latestStart = Optional.of(started);
    put(
        index,
        started
            .trajectoryId()
            .map(id -> BatchEntry.started(id, started.data().path("status").asString("pending")))
            .orElseGet(
                () -> BatchEntry.unknown("Jetty took it, but its answer did not come in time.")));
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
      pace.slowDown(now(), limited.retryAfter());
      return BatchEntry.postponed("Jetty asks for fewer requests (429).");
    }
    if (failure instanceof Unavailable down) {
      if (down.reason() == Unavailable.Reason.NOT_CONNECTED) {
        pace.slowDown(now(), Optional.empty());
        return BatchEntry.postponed("Jetty could not be reached.");
      }
      down.retryAfter().ifPresent(asked -> pace.slowDown(now(), down.retryAfter()));
      return BatchEntry.unknown(
          switch (down.reason()) {
            case SERVER_ERROR ->
                "Jetty has a fault of its own (" + down.status() + ")" + said(down);
            case BROKEN_OFF -> "The connection broke off.";
            case TIMED_OUT -> "No answer came in time.";
            default -> "The answer could not be read.";
          });
    }
    if (failure instanceof Refused || failure instanceof NotSignedIn) {
      String status = failure instanceof Refused refused ? "" + refused.status() : "401";
      return BatchEntry.refused("Jetty refused it (" + status + ")" + said(failure));
    }
    return BatchEntry.unknown("The answer could not be read.");
  }

  private String said(Failure failure) {
    return mayQuote && !failure.detail().isEmpty() ? ": " + failure.detail() : ".";
  }

  private Mono<Void> watch(int index) {
    BatchEntry entry = entries.get(index);
    if (patience.isZero() || !entry.is(Standing.UNDER_WAY)) {
      return Mono.empty();
    }
    String id = entry.trajectoryId().orElseThrow();
    return new RunPoller(call, collection, task, id, left())
        .looks()
        .take(left().plus(LAST_ANSWERS))
        .doOnNext(run -> put(index, entries.get(index).seen(run, mayQuote)))
        .then()
        .onErrorResume(Failure.class, failure -> lost(index, failure));
  }

  /** A passing fault ends no watch: the run keeps its place until it is seen to end. */
  private Mono<Void> lost(int index, Failure failure) {
    put(index, entries.get(index).outOfSight());
    boolean passing = failure instanceof Unavailable || failure instanceof RateLimited;
    return passing && RunPoller.MAX_PAUSE.compareTo(left()) < 0
        ? Mono.delay(RunPoller.MAX_PAUSE).then(Mono.defer(() -> watch(index)))
        : Mono.empty();
  }

  private void put(int index, BatchEntry entry) {
    entries.set(index, entry);
    String now = counts();
    if (!now.equals(said)) {
      said = now;
      call.progress(words());
    }
  }

  private String words() {
    return counts() + ", " + Duration.between(called, now()).toSeconds() + " s";
  }

  private String counts() {
    List<BatchEntry> all = entries();
    long ended =
        all.stream().filter(e -> e.is(Standing.FINISHED) || e.is(Standing.REFUSED)).count();
    return ended
        + " of "
        + all.size()
        + " finished, "
        + all.stream().filter(BatchEntry::failed).count()
        + " failed, "
        + all.stream().filter(e -> e.is(Standing.UNDER_WAY)).count()
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
