package io.jettymcp.protocol;

import io.jettymcp.api.Exchange;
import io.jettymcp.api.Failure;
import io.jettymcp.api.Failure.Declined;
import io.jettymcp.api.Failure.Defect;
import io.jettymcp.api.Failure.Unavailable;
import io.jettymcp.api.Reply;
import io.jettymcp.api.Request;
import io.jettymcp.secret.Secret;
import io.jettymcp.shape.KnownSecrets;
import io.jettymcp.shape.Outgoing;
import io.jettymcp.shape.Redactor;
import io.jettymcp.tool.Action;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.LocalSide;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out calls: checks the arguments, finds the collection, asks before something is
 * destroyed, runs the tool, and makes result or error fit to leave. Nothing here depends on how the
 * call came in.
 */
public final class ToolCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

  /** What is told before it is known what must not be told. */
  private static final String STILL_AT_IT = "working";

  /**
   * Rules for calls.
   *
   * @param timeout for a whole call, time that it was told to wait aside
   * @param confirm whether a person is asked before something is destroyed
   */
  public record Rules(Duration timeout, boolean confirm) {}

  private final Offer offer;
  private final Exchange jetty;
  private final LocalSide local;
  private final KnownSecrets secrets;
  private final Clock clock;
  private final Rules rules;
  private final Outgoing outgoing;
  private final Wording wording;
  private final Rendering rendering;
  private final Collections collections;
  private final SecretWatch watch;
  private final RecentRuns recent;

  public ToolCalls(
      Offer offer,
      Exchange jetty,
      LocalSide local,
      KnownSecrets secrets,
      Clock clock,
      Rules rules) {
    this.offer = offer;
    this.jetty = jetty;
    this.local = local;
    this.secrets = secrets;
    this.clock = clock;
    this.rules = rules;
    this.outgoing = new Outgoing(new Redactor(secrets));
    this.wording = new Wording(outgoing);
    this.rendering = new Rendering(offer, outgoing);
    this.collections = new Collections(jetty, offer.collection(), outgoing);
    this.watch = new SecretWatch(jetty, clock);
    this.recent = new RecentRuns(clock);
  }

  public Offer offer() {
    return offer;
  }

  /** Carries out one call. It never fails: what goes wrong is an answer too. */
  public Mono<Answer> call(Tool tool, ObjectNode arguments, Peer peer) {
    return Mono.defer(() -> prepared(tool, arguments, peer))
        .flatMap(in -> confirmed(tool, in, peer))
        .flatMap(in -> watch.during(collection(tool, in), reading -> run(tool, in, peer, reading)))
        .onErrorResume(failure -> Mono.just(error(tool, failure, false)));
  }

  private static Optional<String> collection(Tool tool, Args in) {
    return tool.isAboutCollection(in) ? in.find(Tool.COLLECTION) : Optional.empty();
  }

  private Mono<Args> prepared(Tool tool, ObjectNode arguments, Peer peer) {
    Args in = Args.check(tool.params(offer.locked()), arguments);
    if (!tool.isAboutCollection(in) || (!offer.locked() && in.has(Tool.COLLECTION))) {
      return Mono.just(in);
    }
    return collections.resolve(peer).map(name -> in.with(Tool.COLLECTION, name));
  }

  private Mono<Args> confirmed(Tool tool, Args in, Peer peer) {
    if (tool.effect() != Effect.DESTROY || !rules.confirm()) {
      return Mono.just(in);
    }
    if (!peer.canAsk()) {
      return Mono.error(cannotAsk(tool, in));
    }
    return peer.confirm("Really " + shown(tool, in) + "? This cannot be undone.")
        .onErrorMap(unasked -> cannotAsk(tool, in))
        .flatMap(
            yes ->
                yes
                    ? Mono.just(in)
                    : Mono.error(
                        new Declined(
                            "The user declined to " + shown(tool, in) + ". Nothing was done.")));
  }

  private Declined cannotAsk(Tool tool, Args in) {
    return new Declined(
        "Nothing was done: this would "
            + shown(tool, in)
            + " for good, and this host cannot ask the user to confirm it. The user can run: "
            + Destruction.commandLine(tool, in));
  }

  private String shown(Tool tool, Args in) {
    return Destruction.describe(tool, in, value -> outgoing.line(value, 80));
  }

  private Mono<Answer> run(Tool tool, Args in, Peer peer, SecretWatch.Reading reading) {
    return Mono.defer(() -> result(tool, in, peer, reading))
        .single()
        .timeout(rules.timeout().plus(waiting(tool, in)))
        .onErrorMap(TimeoutException.class, e -> tooSlow())
        .materialize()
        .flatMap(end -> safety(tool, in, end, reading).map(safe -> answer(tool, end, safe)));
  }

  /** Whether all is known of the collections that an end tells of. */
  private Mono<Boolean> safety(
      Tool tool, Args in, Signal<Result> end, SecretWatch.Reading reading) {
    if (collection(tool, in).isPresent()) {
      return reading.becomesSafe();
    }
    Result result = end.get();
    // What Jetty says in an error may be about any collection.
    return result == null ? Mono.just(false) : watch.isSafeFor(result.collections());
  }

  private Answer answer(Tool tool, Signal<Result> end, boolean safe) {
    Throwable thrown = end.getThrowable();
    if (thrown != null) {
      return error(tool, thrown, safe);
    }
    return safe || tool.effect() != Effect.READ
        ? rendering.of(tool, Objects.requireNonNull(end.get()))
        : error(tool, unsafe(), true);
  }

  private Failure tooSlow() {
    return new Unavailable(
        Unavailable.Reason.TIMED_OUT,
        "the call took longer than " + rules.timeout().toSeconds() + " s (--timeout)");
  }

  private static Failure unsafe() {
    return new Unavailable(
        Unavailable.Reason.TIMED_OUT,
        "the collection's environment, which is read first so that no value of it can leak, did"
            + " not come");
  }

  /** The time a call was told to wait does not count towards its deadline. */
  private static Duration waiting(Tool tool, Args in) {
    return tool.params().stream()
        .filter(param -> param.name().equals("wait_seconds"))
        .findFirst()
        .flatMap(in::find)
        .map(seconds -> Duration.ofSeconds((Integer) seconds))
        .orElse(Duration.ZERO);
  }

  private Mono<Result> result(Tool tool, Args in, Peer peer, SecretWatch.Reading reading) {
    if (tool.action() instanceof Action.Sends sends) {
      return jetty.send(sends.request().apply(in)).map(reply -> sends.answer().apply(in, reply));
    }
    return ((Action.Runs) tool.action()).run().apply(new Running(in, peer, reading));
  }

  /**
   * @param mayQuote whether what Jetty said may be repeated
   */
  private Answer error(Tool tool, Throwable thrown, boolean mayQuote) {
    Failure failure = thrown instanceof Failure known ? known : new Defect(thrown);
    if (failure instanceof Defect) {
      LOG.error("{} failed", tool.name(), failure);
    }
    return Answer.error(wording.of(mayQuote ? failure : Wording.unquoted(failure), tool));
  }

  /** A call on its way. */
  private final class Running implements Call {
    private final Args in;
    private final Peer peer;
    private final SecretWatch.Reading reading;

    Running(Args in, Peer peer, SecretWatch.Reading reading) {
      this.in = in;
      this.peer = peer;
      this.reading = reading;
    }

    @Override
    public Args in() {
      return in;
    }

    @Override
    public Mono<Reply> send(Request request) {
      return jetty.send(request);
    }

    @Override
    public void progress(String message) {
      // It may name what Jetty named, which may hold a secret that is not known yet.
      peer.progress(reading.isSafe() ? outgoing.line(message, 200) : STILL_AT_IT);
    }

    @Override
    public void hide(Collection<Secret> values) {
      values.forEach(secrets::learn);
    }

    @Override
    public void started(String trajectoryId) {
      recent.add(trajectoryId);
    }

    @Override
    public boolean justStarted(String trajectoryId) {
      return recent.has(trajectoryId);
    }

    @Override
    public LocalSide local() {
      return local;
    }

    @Override
    public Clock clock() {
      return clock;
    }
  }
}
