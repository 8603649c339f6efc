package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.FailureReason;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Ongoing;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Waits for a run by polling, so that no connection has to stay open for longer than Jetty's edge
 * allows.
 */
public final class RunWait {
  public static final Param<Integer> WAIT_SECONDS =
      Param.integer("wait_seconds", "0: return at once", 0, 3600).defaultValue(45);

  /** Holds what {@link StartedRun#said} returned, for the host that follows the run. */
  public static final Param<ObjectNode> START = Param.object("start", "What its start said");

  /**
   * The state of a run when waiting ends.
   *
   * @param start the start of the run, if this call started it
   * @param run the run in full, if it is finished and could be read
   * @param files those of the run in full
   * @param note why the run is not there in full
   */
  public record Outcome(
      RunRef ref,
      Optional<StartedRun> start,
      String status,
      boolean finished,
      Optional<Run> run,
      List<RunFile> files,
      Optional<String> note) {
    public static final View<Outcome> VIEW =
        View.of(Outcome.class)
            .text("workflow_id", outcome -> outcome.start().flatMap(StartedRun::workflowId))
            .text("trajectory_id", outcome -> outcome.ref().id())
            .text("status", Outcome::status)
            .required()
            .bool("finished", Outcome::finished)
            .required()
            .text(
                "verdict", outcome -> outcome.run().flatMap(Run::verdict).map(v -> v.kind().word()))
            .describedAs("Of a runbook: passed, failed, no_report or unknown")
            .number("duration_seconds", outcome -> outcome.run().map(Run::duration))
            .text("failed_step", outcome -> outcome.run().flatMap(Run::failedStep))
            .text("error", outcome -> outcome.run().flatMap(Run::error))
            .max(2_000)
            .any("outputs", outcome -> outcome.run().map(Run::outputs))
            .describedAs("By step")
            .list("files", RunFile.VIEW, Outcome::files)
            .unlessEmpty()
            .text("trial", outcome -> outcome.start().flatMap(StartedRun::trial))
            .describedAs("One line on the trial")
            .texts("warnings", Outcome::warnings)
            .unlessEmpty()
            .text("note", Outcome::note)
            .preview(
                "inputs",
                StartedRun.MAX_INPUTS,
                outcome -> outcome.start().flatMap(StartedRun::inputs))
            .describedAs("As JSON, with those of the run to repeat")
            .text("url", outcome -> outcome.ref().url());

    private ObjectNode outputs() {
      return run.map(Run::outputs).orElseGet(Json::object);
    }

    private List<String> warnings() {
      List<String> warnings = new ArrayList<>();
      start.ifPresent(started -> warnings.addAll(started.warnings()));
      run.flatMap(SilentFailure::in)
          .ifPresent(silent -> warnings.add(silent.sentence() + " " + silent.fix()));
      return warnings;
    }

    private Result result(View<Outcome> view) {
      Result result = Result.of(view, this);
      if (run.isPresent()) {
        result = result.ifCut(largeOutputs()).attach(RunFile.links(files));
      }
      if (hasFailed()) {
        return result.suggest(RunSignatures.DEBUG_RUN.with(ref).because("find out why"));
      }
      if (run.isPresent()) {
        return result;
      }
      return result.suggest(
          finished
              ? RunSignatures.GET_TRAJECTORY.with(ref).because("the results of the run")
              : RunSignatures.WAIT_FOR_RUN.with(ref).because("wait on"));
    }

    /** Returns whether the run ended without success, whatever its status. */
    private boolean hasFailed() {
      return StatusWords.FAILED.contains(status) || run.flatMap(SilentFailure::in).isPresent();
    }

    /** Suggests the calls that show the large outputs in full. */
    private List<Next> largeOutputs() {
      return outputs().properties().stream()
          .filter(step -> size(step.getValue()) > LARGE_OUTPUT)
          .map(Map.Entry::getKey)
          .limit(MAX_CALLS)
          .map(
              step ->
                  RunSignatures.GET_TRAJECTORY
                      .with(ref)
                      .with(RunSignatures.STEP, step)
                      .because("all of this step"))
          .toList();
    }

    private static long size(JsonNode value) {
      return value.isString()
          ? value.stringValue().length()
          : value.values().stream().mapToLong(Outcome::size).sum() + value.size();
    }
  }

  /** Outputs above this size in characters get a call of their own, where not all fit. */
  private static final int LARGE_OUTPUT = 1_000;

  private static final int MAX_CALLS = 5;

  /** How long Jetty can take for the first poll, also where the caller does not wait. */
  private static final Duration MAX_FIRST_POLL = Duration.ofSeconds(30);

  /** How long a reply that is on its way is waited for when patience ends. */
  public static final Duration MAX_LAST_REPLY = Duration.ofSeconds(4);

  /** The same where the start alone took that long, as hosts give up after a minute. */
  private static final Duration MIN_LAST_REPLY = Duration.ofSeconds(1);

  /** Leaves time for the last reply where the caller set no wait. */
  private static final Duration RESERVE = MAX_LAST_REPLY.plusSeconds(1);

  private final Call call;
  private final RunRef ref;
  private final Optional<StartedRun> start;
  private final Instant begun;
  private final Duration patience;

  /** The run at the last poll; read by the thread that reports progress. */
  private volatile Optional<Run> latest = Optional.empty();

  private String reported = "";

  /** Waits for a run that this call did not start. */
  public RunWait(Call call, RunRef ref) {
    this(call, ref, Optional.empty(), call.clock().instant());
  }

  /**
   * Waits for a run.
   *
   * @param begun since when the caller has been waiting
   */
  public RunWait(Call call, RunRef ref, Optional<StartedRun> start, Instant begun) {
    this.call = call;
    this.ref = ref;
    this.start = start;
    this.begun = begun;
    this.patience = elapsed().plus(left(call, elapsed()));
  }

  private RunWait(Call call, RunRef ref, Optional<StartedRun> start, Duration patience) {
    this.call = call;
    this.ref = ref;
    this.start = start;
    this.begun = call.clock().instant();
    this.patience = patience;
  }

  /** Returns whether a call can leave the waiting to its caller, and the caller wants to wait. */
  public static boolean isFollowed(Call call) {
    return call.inBackground() && call.in().get(WAIT_SECONDS) > 0;
  }

  /**
   * Returns how long a call waits: not at all if its caller follows the run. Without {@code
   * wait_seconds} it ends before the time of the call does, because an error would not hold the id
   * of the run.
   *
   * @param elapsed how long the caller has been waiting
   */
  public static Duration left(Call call, Duration elapsed) {
    if (isFollowed(call)) {
      return Duration.ZERO;
    }
    Duration left = Duration.ofSeconds(call.in().get(WAIT_SECONDS)).minus(elapsed);
    return call.in().has(WAIT_SECONDS) ? left : call.shortened(left, RESERVE);
  }

  /** Returns the finished run, or what is known of it when patience ends. */
  public Mono<Result> await(View<Outcome> view) {
    call.waitsFor(ref);
    Mono<Outcome> outcome =
        new RunPoller(call, ref, patience.minus(elapsed()))
            .polls()
            .doOnNext(this::see)
            .last()
            .flatMap(this::outcome)
            .timeout(
                maxDuration(), Mono.error(() -> new Unavailable(Unavailable.Reason.TIMED_OUT, "")))
            .onErrorResume(Failure.class, this::handle);
    call.progress(this::progress);
    call.offerTimeline(this::timeline);
    List<String> warnings = start.map(StartedRun::warnings).orElse(List.of());
    return outcome.map(
        known -> isFollowed(call) ? followed(known, view, warnings) : known.result(view));
  }

  /** Reads how far a run is, or the finished run, for a caller that follows it. */
  public static Mono<Result> look(Call call, RunRef ref, View<Outcome> view) {
    Optional<StartedRun> start =
        call.in().find(START).map(said -> StartedRun.of(ref.taskRef(), said));
    RunWait wait = new RunWait(call, ref, start, Duration.ZERO);
    return new RunPoller(call, ref, Duration.ZERO)
        .polls()
        .doOnNext(run -> wait.latest = Optional.of(run))
        .last()
        .flatMap(wait::outcome)
        .map(outcome -> wait.followed(outcome, view, List.of()));
  }

  private Result followed(Outcome outcome, View<Outcome> view, List<String> warnings) {
    Result result = outcome.result(view);
    ObjectNode arguments = RunSignatures.WAIT_FOR_RUN.with(ref).arguments();
    if (outcome.finished() || !Ongoing.fits(arguments)) {
      return result;
    }
    String state = "Run " + ref.id() + " is " + describe(latest.orElse(Run.queued(ref.id())));
    Ongoing ongoing = new Ongoing(arguments, Ongoing.message(state, warnings));
    return result.ongoing(
        start.map(started -> ongoing.keeping(START, started.said())).orElse(ongoing));
  }

  /** Bounds the wait, because a Jetty that stops replying must not hold back the handle. */
  private Duration maxDuration() {
    Duration longest = patience.compareTo(MAX_FIRST_POLL) > 0 ? patience : MAX_FIRST_POLL;
    Duration left = longest.minus(elapsed()).plus(MAX_LAST_REPLY);
    return call.shortened(
        left.compareTo(MIN_LAST_REPLY) > 0 ? left : MIN_LAST_REPLY, MIN_LAST_REPLY);
  }

  private void see(Run run) {
    latest = Optional.of(run);
    String now = describe(run);
    if (!run.finished() && !now.equals(reported)) {
      reported = now;
      call.progress(this::progress);
    }
  }

  private Mono<Outcome> outcome(Run run) {
    return run.finished()
        ? Runs.read(call, ref)
            .map(
                full ->
                    new Outcome(
                        ref,
                        start,
                        full.status(),
                        true,
                        Optional.of(full),
                        full.files(),
                        Optional.empty()))
        : Mono.just(incomplete(run, ongoing(run)));
  }

  private static String ongoing(Run run) {
    return run.hasKnownStatus()
        ? "The run is still going on. Wait again, or come back later."
        : "The meaning of this status is not known here. The run goes on as long as it changes; if"
            + " it does not, get-trajectory shows what it has.";
  }

  /** Returns the handle of a run that was started or is known to go on, in place of an error. */
  private Mono<Outcome> handle(Failure failure) {
    boolean passing = failure instanceof Unavailable || failure instanceof RateLimited;
    boolean seen = latest.map(run -> passing || run.finished()).orElse(false);
    if (!seen && start.isEmpty()) {
      return Mono.error(failure);
    }
    Run run = latest.orElse(Run.queued(ref.id()));
    return Mono.just(
        incomplete(
            run,
            run.finished()
                ? "The run is finished, but its outputs could not be read. "
                    + FailureReason.of(failure)
                : "Could not ask Jetty how far the run is. "
                    + FailureReason.of(failure)
                    + " The run may still be going; do not start it again."));
  }

  private Outcome incomplete(Run run, String note) {
    return new Outcome(
        ref, start, run.status(), run.finished(), Optional.empty(), List.of(), Optional.of(note));
  }

  private Duration elapsed() {
    return Duration.between(begun, call.clock().instant());
  }

  private Timeline timeline() {
    return RunTimeline.of(ref, latest.orElse(Run.queued(ref.id())), begun);
  }

  private String progress() {
    return latest.map(RunWait::describe).orElse("checking the run")
        + ", "
        + elapsed().toSeconds()
        + " s";
  }

  private static String describe(Run run) {
    int steps = run.stepNames().size();
    return run.status()
        + run.runningStep().map(step -> ": " + step).orElse("")
        + (steps == 0 ? "" : " (" + run.completedSteps() + " of " + steps + " steps done)");
  }
}
