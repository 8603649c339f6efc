package io.jettymcp.mcp;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Defect;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Action;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out calls: checks the arguments, finds the collection, asks before something is
 * destroyed, runs the tool, and makes result or error fit to leave. Nothing here depends on how the
 * call came in.
 */
public final class ToolCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

  /** Progress text used until the secrets of the collection are known. */
  private static final String GENERIC_PROGRESS = "working";

  private static final Set<Unavailable.Reason> UNREACHABLE =
      Set.of(Unavailable.Reason.NOT_CONNECTED, Unavailable.Reason.TIMED_OUT);

  /** A call that took longer than this is not held back for the environment: it had its time. */
  private static final Duration LONG = Duration.ofSeconds(20);

  /**
   * Rules for calls.
   *
   * @param timeout for a whole call, time that it was told to wait aside
   * @param confirm whether a person is asked before something is destroyed
   * @param advice what is said that a person can do
   */
  public record Rules(Duration timeout, boolean confirm, Remedies advice) {}

  private final EnabledTools offer;
  private final Exchange jetty;
  private final LocalAccess local;
  private final KnownSecrets secrets;
  private final Clock clock;
  private final Rules rules;
  private final CallObserver observer;
  private final Sanitizer outgoing;
  private final FailureMessages wording;
  private final Rendering rendering;
  private final Collections collections;
  private final Confirmation confirmation;
  private final EnvironmentPrefetch watch;
  private final RecentRuns recent;

  public ToolCalls(
      EnabledTools offer,
      Exchange jetty,
      LocalAccess local,
      KnownSecrets secrets,
      Clock clock,
      Rules rules) {
    this(offer, jetty, local, secrets, clock, rules, CallObserver.NONE);
  }

  /**
   * The same, with somebody who watches.
   *
   * @param observer is told of every call
   */
  public ToolCalls(
      EnabledTools offer,
      Exchange jetty,
      LocalAccess local,
      KnownSecrets secrets,
      Clock clock,
      Rules rules,
      CallObserver observer) {
    this.offer = offer;
    this.jetty = jetty;
    this.local = new LearningLocalAccess(local, secrets::learn);
    this.secrets = secrets;
    this.clock = clock;
    this.rules = rules;
    this.observer = observer;
    this.outgoing = new Sanitizer(new Redactor(secrets));
    this.wording = new FailureMessages(outgoing, rules.advice());
    this.rendering = new Rendering(offer, outgoing);
    this.collections = new Collections(jetty, offer.collection(), outgoing);
    this.confirmation = new Confirmation(rules.confirm(), outgoing);
    this.watch = new EnvironmentPrefetch(jetty, clock);
    this.recent = new RecentRuns(clock);
  }

  public EnabledTools offer() {
    return offer;
  }

  /** A text that did not come from a call, fit to leave by all that is known by now. */
  String shown(String text) {
    return outgoing.text(text);
  }

  /** The collection of calls that name none; fails with a {@link Failure} where it is not clear. */
  Mono<String> collection(McpClient peer) {
    return collections.resolve(peer);
  }

  /** Carries out one call. It never fails: what goes wrong is an answer too. */
  public Mono<ToolResponse> call(Tool tool, ObjectNode arguments, McpClient peer) {
    Mono<ToolResponse> answer =
        Mono.defer(() -> prepared(tool, arguments, peer))
            .flatMap(in -> confirmation.of(tool, in, peer))
            .flatMap(
                in -> watch.during(collection(tool, in), reading -> run(tool, in, peer, reading)))
            .onErrorResume(failure -> Mono.just(error(tool, failure, false)));
    return ObservedCall.of(tool.name(), answer, observer, clock);
  }

  private static Optional<String> collection(Tool tool, Args in) {
    return tool.isAboutCollection(in) ? in.find(Tool.COLLECTION) : Optional.empty();
  }

  private Mono<Args> prepared(Tool tool, ObjectNode arguments, McpClient peer) {
    Args in =
        Args.check(
            tool.params(offer.locked()), dropUnusedCollection(tool, arguments), secrets::learn);
    if (!tool.isAboutCollection(in) || (!offer.locked() && in.has(Tool.COLLECTION))) {
      return Mono.just(in);
    }
    Optional<String> named = offer.locked() ? Optional.empty() : tool.namedCollection().apply(in);
    return named
        .map(Mono::just)
        .orElseGet(() -> collections.resolve(peer))
        .map(name -> in.with(Tool.COLLECTION, name));
  }

  /**
   * Models pass a collection to every tool: it does no harm where none is taken, nor where it is
   * the one that this server is locked to.
   */
  private ObjectNode dropUnusedCollection(Tool tool, ObjectNode arguments) {
    String name = Tool.COLLECTION.name();
    JsonNode named = arguments.path(name);
    boolean taken = tool.params().contains(Tool.COLLECTION);
    if (named.isMissingNode() || (taken && !offer.locked())) {
      return arguments;
    }
    if (taken && !named.isNull() && !offer.collection().equals(Optional.of(named.asString("")))) {
      throw new BadArguments(
          name,
          "This server is locked to the collection "
              + offer.collection().map(outgoing::text).orElse("")
              + ". Leave \"collection\" out.");
    }
    return arguments.deepCopy().without(name);
  }

  private Mono<ToolResponse> run(
      Tool tool, Args in, McpClient peer, EnvironmentPrefetch.Reading reading) {
    Instant begun = clock.instant();
    CallDeadline deadline = new CallDeadline(tool, in, rules.timeout());
    Running call = new Running(in, peer, reading, deadline);
    return deadline
        .of(Mono.defer(() -> result(tool, call)).single())
        .materialize()
        .flatMap(end -> safety(tool, in, end, reading, begun).map(safe -> answer(tool, end, safe)));
  }

  /** Whether all is known of the collections that an end tells of. */
  private Mono<Boolean> safety(
      Tool tool, Args in, Signal<Result> end, EnvironmentPrefetch.Reading reading, Instant begun) {
    if (collection(tool, in).isPresent()) {
      boolean hadItsTime = begun.plus(LONG).isBefore(clock.instant());
      return reading.becomesSafe(hadItsTime ? Duration.ZERO : EnvironmentPrefetch.PATIENCE);
    }
    Result result = end.get();
    // What Jetty says in an error may be about any collection.
    return result == null ? Mono.just(false) : watch.isSafeFor(result.collections());
  }

  private ToolResponse answer(Tool tool, Signal<Result> end, boolean safe) {
    Throwable thrown = end.getThrowable();
    if (thrown != null) {
      return error(tool, thrown, safe);
    }
    return safe || tool.effect() != Effect.READ
        ? rendering.of(tool, Objects.requireNonNull(end.get()))
        : error(tool, unsafe(), true);
  }

  private static Failure unsafe() {
    return new Unavailable(
        Unavailable.Reason.TIMED_OUT,
        "the collection's environment, which is read first so that no value of it can leak, did"
            + " not come");
  }

  private Mono<Result> result(Tool tool, Running call) {
    if (tool.action() instanceof Action.Sends sends) {
      return call.send(sends.request().apply(call.in()))
          .map(reply -> sends.answer().apply(call.in(), reply));
    }
    return ((Action.Runs) tool.action()).run().apply(call);
  }

  /**
   * @param mayQuote whether what Jetty said may be repeated
   */
  private ToolResponse error(Tool tool, Throwable thrown, boolean mayQuote) {
    Failure failure = thrown instanceof Failure known ? known : new Defect(thrown);
    if (failure instanceof Defect) {
      LOG.error("{} failed", tool.name(), failure);
    }
    return ToolResponse.error(
        fault(failure), wording.of(mayQuote ? failure : FailureMessages.unquoted(failure), tool));
  }

  private static ToolResponse.Fault fault(Failure failure) {
    if (failure instanceof BadArguments) {
      return ToolResponse.Fault.ARGUMENTS;
    }
    if (failure instanceof NotSignedIn none && !none.tokenSent()) {
      return ToolResponse.Fault.SIGNED_OUT;
    }
    if (failure instanceof Unavailable none && UNREACHABLE.contains(none.reason())) {
      return ToolResponse.Fault.UNREACHABLE;
    }
    return failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND
        ? ToolResponse.Fault.NOT_FOUND
        : ToolResponse.Fault.OTHER;
  }

  /** A call on its way. */
  private final class Running implements Call {
    private final Args in;
    private final McpClient peer;
    private final EnvironmentPrefetch.Reading reading;
    private final CallDeadline deadline;

    Running(Args in, McpClient peer, EnvironmentPrefetch.Reading reading, CallDeadline deadline) {
      this.in = in;
      this.peer = peer;
      this.reading = reading;
      this.deadline = deadline;
    }

    @Override
    public Args in() {
      return in;
    }

    @Override
    public Mono<Reply> send(Request request) {
      Mono<Reply> reply = jetty.send(request);
      return request.reading() instanceof ResponseHandling.Events ? deadline.ending(reply) : reply;
    }

    @Override
    public void progress(String message) {
      // It may name what Jetty named, which may hold a secret that is not known yet.
      peer.progress(reading.isSafe() ? outgoing.line(message, 200) : GENERIC_PROGRESS);
    }

    @Override
    public Mono<Map<String, String>> ask(String question, List<Question> questions) {
      return peer.canAsk() && reading.isSafe()
          ? deadline
              .standsStillDuring(peer.ask(outgoing.text(question), shown(questions)))
              .onErrorReturn(Map.of())
          : Mono.just(Map.of());
    }

    /** What is asked comes from a runbook, so it is looked at as all that leaves. */
    private List<Question> shown(List<Question> questions) {
      return questions.stream()
          .map(asked -> new Question(asked.name(), outgoing.line(asked.description(), 300)))
          .toList();
    }

    @Override
    public Mono<Void> offerPage(String why, String url) {
      return peer.canOfferPages()
          ? deadline
              .standsStillDuring(peer.offerPage(outgoing.line(why, 300), url))
              .onErrorComplete()
          : Mono.empty();
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
    public LocalAccess local() {
      return local;
    }

    @Override
    public Clock clock() {
      return clock;
    }
  }
}
