package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.RunbookSignatures.DEPLOY_RUNBOOK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.StartUnknown;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.runs.RunStarter;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.StartedRun;
import io.jettymcp.runs.Trial;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Ongoing;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starts a runbook at Jetty, follows its stream, and polls the run once the stream ends, breaks off
 * or falls silent. The request is sent once, whatever happens after it has left.
 */
public final class RunbookLaunch {
  public static final String MODE = "remote";

  private static final View<RunWait.Outcome> VIEW =
      View.of(RunWait.Outcome.class).text("mode", outcome -> MODE).and(RunWait.Outcome.VIEW);

  /** For a run whose id is not known. */
  private static final View<StartedRun> UNKNOWN = StartedRun.UNFINISHED.text("mode", run -> MODE);

  private static final Duration TICK = Duration.ofMillis(500);

  /** After this the run is polled, if its id is known. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** Wait for the id, even if the caller does not wait for the run. */
  private static final Duration ID_WAIT = Duration.ofSeconds(30);

  /** Minimum wait for the id, however long everything before took. */
  private static final Duration MIN_ID_WAIT = Duration.ofSeconds(5);

  /** Searches for a run that must have started but that nothing named. */
  private static final int SEARCHES = 4;

  /** Time limit of all searches: a silent Jetty must not delay the handle. */
  private static final Duration ALL_SEARCHES = Duration.ofSeconds(12);

  /** Time limit of the one search after the wait is over. */
  private static final Duration LAST_SEARCH = Duration.ofSeconds(3);

  /** Leaves time to poll the run once after a search. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(2);

  private final Call call;
  private final RunbookPreflight.Ready ready;
  private final RunbookFiles files;
  private final Duration wait;
  private final Instant begun;
  private final Instant sent;
  private final RunbookStream stream;
  private String reported = "";

  /**
   * @param files all of them at Jetty
   */
  public RunbookLaunch(Call call, RunbookPreflight.Ready ready, RunbookFiles files) {
    this.call = call;
    this.ready = ready;
    this.files = files;
    this.begun = ready.since();
    this.wait = since(begun).plus(RunWait.left(call, since(begun)));
    this.sent = call.clock().instant();
    this.stream = new RunbookStream(call.clock());
  }

  /** Reads how far a run is, for a caller that follows it. */
  public static Mono<Result> look(Call call) {
    Optional<Next> fix =
        call.in()
            .find(RunbookSignatures.FIX)
            .map(
                kept ->
                    new Next(
                        DEPLOY_RUNBOOK,
                        kept,
                        call.in().find(RunbookSignatures.FIX_WHY).orElse("")));
    return RunWait.look(call, RunRef.of(call.in()), VIEW)
        .map(result -> fix.map(result::suggest).orElse(result));
  }

  /** Suggests the fix now, and for a run that is followed with its last result too. */
  private static Result suggesting(Next fix, Result result) {
    Result suggesting = result.suggest(fix);
    return suggesting.ongoing().map(how -> suggesting.ongoing(with(fix, how))).orElse(suggesting);
  }

  private static Ongoing with(Next fix, Ongoing how) {
    ObjectNode arguments = how.arguments().deepCopy();
    JsonNode start = arguments.remove(RunWait.START.name());
    arguments.set(RunbookSignatures.FIX.name(), RunbookSource.withoutText(fix.arguments()));
    arguments.put(RunbookSignatures.FIX_WHY.name(), fix.why());
    if (!Ongoing.fits(arguments)) {
      return how;
    }
    Ongoing suggesting = new Ongoing(arguments, how.message());
    // The fix says more than the warnings.
    return start instanceof ObjectNode said ? suggesting.keeping(RunWait.START, said) : suggesting;
  }

  /** Returns the finished run, or its handle when the wait is over. */
  public Mono<Result> run() {
    call.progress("starting the runbook");
    Mono<Optional<String>> id =
        Mono.firstWithSignal(answered(), streamIsOver())
            .flatMap(end -> stream.id().isPresent() ? Mono.just(stream.id()) : searched(end));
    call.progress(stream::progress);
    return id.flatMap(found -> found.map(this::followed).orElseGet(() -> Mono.just(unknown())))
        .map(result -> ready.fix().map(fix -> suggesting(fix, result)).orElse(result));
  }

  /** Sends the request; returns the failure that it ended with, if it did. */
  private Mono<Optional<Failure>> answered() {
    return call.send(RunbookRequest.of(call.in(), ready, files, wait, stream))
        .map(
            reply -> {
              stream.reply(reply.body());
              return Optional.<Failure>empty();
            })
        .onErrorResume(
            Failure.class,
            failure -> {
              if (failure instanceof StillRunning started) {
                stream.reply(started.reply());
              }
              return Mono.just(Optional.of(failure));
            });
  }

  private Mono<Optional<Failure>> streamIsOver() {
    return Flux.interval(TICK)
        .doOnNext(tick -> reportProgress())
        .filter(tick -> isOver())
        .next()
        .map(tick -> Optional.empty());
  }

  private boolean isOver() {
    boolean over = isOver(wait);
    return stream.id().isPresent()
        ? over || since(stream.lastEvent()).compareTo(SILENCE) >= 0
        : (over && isOver(ID_WAIT) && since(sent).compareTo(MIN_ID_WAIT) >= 0)
            || call.timeLeft().compareTo(LAST_SEARCH.plus(LAST_LOOK)) <= 0;
  }

  private boolean isOver(Duration limit) {
    return since(begun).compareTo(limit) >= 0;
  }

  private Duration since(Instant then) {
    return Duration.between(then, call.clock().instant());
  }

  private void reportProgress() {
    String now = stream.progress();
    if (!now.equals(reported)) {
      reported = now;
      call.progress(now);
    }
  }

  /** Searches for a run that nothing named, unless it is certain that there is none. */
  private Mono<Optional<String>> searched(Optional<Failure> end) {
    if (end.filter(failure -> !RunStarter.mayHaveStarted(failure)).isPresent()) {
      return Mono.error(end.get());
    }
    boolean late = isOver(wait);
    return ready
        .search()
        .find(call, sent, late ? 1 : SEARCHES)
        .timeout(
            call.shortened(late ? LAST_SEARCH : ALL_SEARCHES, LAST_LOOK),
            Mono.just(Optional.empty()))
        .flatMap(
            found ->
                found.isPresent()
                    ? Mono.just(found)
                    : fault(end).<Mono<Optional<String>>>map(Mono::error).orElse(Mono.just(found)));
  }

  /** Returns the error that leaves open whether a run was started, where none was found. */
  private Optional<Failure> fault(Optional<Failure> end) {
    return end.filter(failure -> failure instanceof Unavailable down && isStartUnknown(down))
        .or(
            () ->
                stream
                    .error()
                    .map(
                        message ->
                            new Unavailable(
                                Unavailable.Reason.SERVER_ERROR, 200, message, Optional.empty())))
        .map(StartUnknown::new);
  }

  /** A stream that began shows that Jetty accepted the request, however it ended. */
  private boolean isStartUnknown(Unavailable down) {
    return switch (down.reason()) {
      case SERVER_ERROR, INTERCEPTED, UNREADABLE, BROKEN_OFF -> !stream.hasBegun();
      case TIMED_OUT, NOT_CONNECTED, BLOCKED -> false;
    };
  }

  private Mono<Result> followed(String id) {
    RunRef run = ready.task().run(id);
    call.started(run);
    StartedRun started =
        StartedRun.of(
            ready.task(),
            stream.workflowId(),
            Optional.of(id),
            "pending",
            new Trial(stream.trial()),
            ready.warnings());
    return new RunWait(call, run, Optional.of(started), begun).await(VIEW);
  }

  private Result unknown() {
    List<String> warnings = new ArrayList<>(ready.warnings());
    new Trial(stream.trial()).warning().ifPresent(warnings::add);
    return StartedRun.unanswered(ready.task(), warnings).result(UNKNOWN);
  }
}
