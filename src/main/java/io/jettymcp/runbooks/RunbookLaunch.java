package io.jettymcp.runbooks;

import static io.jettymcp.runs.RunWait.WAIT_SECONDS;
import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.runs.ProgressTicker;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.Trial;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends a runbook to Jetty once, listens to its stream, and goes over to asking how far the run is
 * when the stream ends, breaks off or falls silent. Whatever happens after the request has left,
 * there is no second one.
 */
public final class RunbookLaunch {
  public static final String MODE = "remote";

  /** The text of the runbook is the system message; Jetty reads this one as a mere nudge. */
  private static final String NUDGE = "Execute the runbook.";

  private static final Duration TICK = Duration.ofMillis(500);

  /** After this the stream is given up for asking, if the run's id is known. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** How long the id is waited for, even by a caller who does not want to wait for the run. */
  private static final Duration ID_PATIENCE = Duration.ofSeconds(30);

  /** How long Jetty has to name the id at least, however long everything before took. */
  private static final Duration MIN_FOR_ID = Duration.ofSeconds(5);

  /** How often the run is looked for where it must have started but nothing named it. */
  private static final int LOOKS = 4;

  /** How long all looks may take: a silent Jetty must not hold back the handle. */
  private static final Duration ALL_LOOKS = Duration.ofSeconds(12);

  /** How long one look may take when patience is over. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(3);

  private final Call call;
  private final RunbookPreflight.Ready ready;
  private final RunbookFiles files;
  private final String collection;
  private final Duration patience;
  private final Instant begun;
  private final Instant sent;
  private final RunbookStream heard;
  private String told = "";

  /**
   * @param files all of them at Jetty
   */
  public RunbookLaunch(Call call, RunbookPreflight.Ready ready, RunbookFiles files) {
    this.call = call;
    this.ready = ready;
    this.files = files;
    this.collection = call.in().get(COLLECTION);
    this.patience = Duration.ofSeconds(call.in().get(WAIT_SECONDS));
    this.begun = ready.since();
    this.sent = call.clock().instant();
    this.heard = new RunbookStream(call.clock());
  }

  /** The finished run, or its handle when patience ends. */
  public Mono<Result> run() {
    call.progress("starting the runbook");
    Mono<Optional<String>> id =
        Mono.firstWithSignal(answered(), heardEnough())
            .flatMap(end -> heard.id().isPresent() ? Mono.just(heard.id()) : searched(end));
    return ProgressTicker.during(id, call, heard::words)
        .flatMap(found -> found.map(this::followed).orElseGet(() -> Mono.just(unknown())));
  }

  /** The failure that the exchange ended with, if it did. */
  private Mono<Optional<Failure>> answered() {
    return call.send(request())
        .map(
            reply -> {
              heard.whole(reply.body());
              return Optional.<Failure>empty();
            })
        .onErrorResume(
            Failure.class,
            failure -> {
              if (failure instanceof StillRunning started) {
                heard.whole(started.reply());
              }
              return Mono.just(Optional.of(failure));
            });
  }

  private Mono<Optional<Failure>> heardEnough() {
    return Flux.interval(TICK)
        .doOnNext(tick -> tellNews())
        .filter(tick -> isEnough())
        .next()
        .map(tick -> Optional.empty());
  }

  private boolean isEnough() {
    boolean over = isOver(patience);
    return heard.id().isPresent()
        ? over || since(heard.lastNews()).compareTo(SILENCE) >= 0
        : over && isOver(ID_PATIENCE) && since(sent).compareTo(MIN_FOR_ID) >= 0;
  }

  private boolean isOver(Duration limit) {
    return since(begun).compareTo(limit) >= 0;
  }

  private Duration since(Instant then) {
    return Duration.between(then, call.clock().instant());
  }

  private void tellNews() {
    String now = heard.words();
    if (!now.equals(told)) {
      told = now;
      call.progress(now);
    }
  }

  /** Looks for a run that nothing named, unless it is certain that there is none. */
  private Mono<Optional<String>> searched(Optional<Failure> end) {
    if (end.filter(failure -> !mayHaveStarted(failure)).isPresent()) {
      return Mono.error(end.get());
    }
    boolean late = isOver(patience);
    return ready
        .search()
        .find(call, sent, late ? 1 : LOOKS)
        .timeout(late ? LAST_LOOK : ALL_LOOKS, Mono.just(Optional.empty()))
        .flatMap(
            found ->
                found.isPresent()
                    ? Mono.just(found)
                    : fault(end).<Mono<Optional<String>>>map(Mono::error).orElse(Mono.just(found)));
  }

  private static boolean mayHaveStarted(Failure failure) {
    return failure instanceof StillRunning
        || failure instanceof TooLarge
        || (failure instanceof Unavailable down
            && down.reason() != Unavailable.Reason.NOT_CONNECTED);
  }

  /** What Jetty said is wrong, where no run shows that it started one all the same. */
  private Optional<Failure> fault(Optional<Failure> end) {
    return end.filter(
            failure ->
                failure instanceof Unavailable down
                    && down.reason() == Unavailable.Reason.SERVER_ERROR)
        .or(
            () ->
                heard
                    .error()
                    .map(
                        said ->
                            new Unavailable(
                                Unavailable.Reason.SERVER_ERROR, 200, said, Optional.empty())));
  }

  private Mono<Result> followed(String id) {
    call.started(id);
    return new RunWait(call, ready.task(), id, known(), begun).await();
  }

  private Result unknown() {
    RunStart.Started handle = RunStart.unanswered(collection, ready.task(), warnings());
    handle.data().put("mode", MODE).put("finished", false);
    return Result.of(handle.data()).suggest(RunStart.follow(collection, ready.task(), handle));
  }

  private ObjectNode known() {
    ObjectNode known = Json.object().put("mode", MODE);
    heard.workflowId().ifPresent(text -> known.put("workflow_id", text));
    Trial.line(heard.trial()).ifPresent(line -> known.put("trial", line));
    if (!warnings().isEmpty()) {
      known.set("warnings", Json.array(warnings()));
    }
    return known;
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(ready.warnings());
    Trial.warning(heard.trial()).ifPresent(warnings::add);
    return warnings;
  }

  private Request request() {
    ObjectNode body = Json.object().put("model", ready.choice().model());
    body.withArray("messages")
        .add(Json.object().put("role", "system").put("content", ready.runbook().text()))
        .add(Json.object().put("role", "user").put("content", NUDGE));
    body.put("stream", true);
    ObjectNode jetty = body.putObject("jetty").put("runbook", true);
    jetty.put("collection", collection).put("task", ready.task());
    jetty.put("agent", ready.choice().agent());
    jetty.put("model_provider", ready.choice().provider());
    ready.sandbox().addTo(jetty);
    jetty.set("template_variables", ready.parameters().toJson());
    files.addTo(jetty);
    if (ready.trialKeys()) {
      jetty.put("use_trial_keys", true);
    }
    return Request.post("/v1/chat/completions")
        .json(body)
        .reading(new ResponseHandling.Events(heard))
        .startingRun();
  }
}
