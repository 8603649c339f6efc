package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Defect;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Action;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.LatestRun;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.SecretLearner;
import io.jettymcp.tool.Tool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out tool calls: checks the arguments, resolves the collection, asks before a destructive
 * call, runs the tool, and renders the result or error. Independent of the transport.
 */
public final class ToolCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

  /** A call that took longer does not wait for the environment: it had time to arrive. */
  private static final Duration LONG = Duration.ofSeconds(20);

  /**
   * Rules for calls.
   *
   * @param timeout for a whole call, {@code wait_seconds} not included
   * @param confirm whether the user is asked before a destructive call
   * @param ordinary environment variables whose values are no secrets
   */
  public record Rules(
      Duration timeout, boolean confirm, Remedies remedies, OrdinarySettings ordinary) {}

  private final EnabledTools enabledTools;
  private final Exchange jetty;
  private final SecretLearner secrets;
  private final Clock clock;
  private final Rules rules;
  private final CallObserver observer;
  private final Sanitizer sanitizer;
  private final FailureMessages failureMessages;
  private final Rendering rendering;
  private final CollectionResolver collections;
  private final Confirmation confirmation;
  private final EnvironmentPrefetch environmentPrefetch;
  private final ActiveCall.Services services;

  public ToolCalls(
      EnabledTools enabledTools,
      Exchange jetty,
      LocalAccess local,
      KnownSecrets secrets,
      Clock clock,
      Rules rules) {
    this(enabledTools, jetty, local, secrets, clock, rules, CallObserver.NONE);
  }

  /**
   * @param observer observes every call
   */
  public ToolCalls(
      EnabledTools enabledTools,
      Exchange jetty,
      LocalAccess local,
      KnownSecrets secrets,
      Clock clock,
      Rules rules,
      CallObserver observer) {
    this.enabledTools = enabledTools;
    this.jetty = jetty;
    this.secrets = new CallSecrets(secrets, rules.ordinary());
    this.clock = clock;
    this.rules = rules;
    this.observer = observer;
    this.sanitizer = new Sanitizer(new Redactor(secrets));
    this.failureMessages = new FailureMessages(sanitizer, rules.remedies(), enabledTools);
    this.rendering = new Rendering(enabledTools, sanitizer);
    this.collections = new CollectionResolver(jetty, enabledTools.collection(), sanitizer);
    this.confirmation = new Confirmation(rules.confirm(), rules.remedies().program(), sanitizer);
    this.environmentPrefetch = new EnvironmentPrefetch(jetty, clock);
    this.services =
        new ActiveCall.Services(
            enabledTools,
            sanitizer,
            confirmation,
            new RecentRuns(clock),
            new LearningLocalAccess(local, this.secrets),
            clock);
  }

  public EnabledTools enabledTools() {
    return enabledTools;
  }

  /** Sanitizes a text that is not the result of a call. */
  public String shown(String text) {
    return sanitizer.text(text);
  }

  /** Resolves the collection of calls that name none; fails with a {@link Failure}. */
  public Mono<String> collection(McpClient client) {
    return collections.resolve(client);
  }

  /** Returns the only collection whose name differs from this one in case alone, if any. */
  public Mono<String> respelledCollection(String name) {
    return collections.respelled(name);
  }

  /** Carries out one call. Never fails: a failure becomes an error response. */
  public Mono<ToolResponse> call(Tool tool, ObjectNode arguments, McpClient client) {
    return call(tool.name(), tool, arguments, client);
  }

  /**
   * Carries out one call of an internal tool, which is counted under its own name.
   *
   * @param begunBy the tool whose call it continues: messages name that one
   */
  public Mono<ToolResponse> continued(
      String begunBy, Tool internal, ObjectNode arguments, McpClient client) {
    return call(internal.name(), internal.renamed(begunBy), arguments, client);
  }

  private Mono<ToolResponse> call(
      String counted, Tool tool, ObjectNode arguments, McpClient client) {
    Mono<ToolResponse> answer =
        Mono.defer(() -> answer(tool, arguments, client, new CallDeadline(tool, rules.timeout())))
            .onErrorResume(failure -> Mono.just(error(tool, Args.NONE, failure, false)));
    return ObservedCall.of(counted, answer, observer, clock);
  }

  private Mono<ToolResponse> answer(
      Tool tool, ObjectNode arguments, McpClient client, CallDeadline deadline) {
    return deadline
        .ofPreparation(Mono.defer(() -> checked(tool, arguments, client, deadline)))
        .doOnNext(in -> deadline.extend(tool, in))
        .flatMap(in -> deadline.pausedDuring(confirmation.of(tool, in, client)))
        .flatMap(
            in ->
                environmentPrefetch.during(
                    collection(tool, in),
                    environment -> run(tool, in, client, environment, deadline)));
  }

  private static Optional<String> collection(Tool tool, Args in) {
    return tool.isAboutCollection(in) ? in.find(Tool.COLLECTION) : Optional.empty();
  }

  private Mono<Args> checked(
      Tool tool, ObjectNode arguments, McpClient client, CallDeadline deadline) {
    Args in = tool.check(dropUnusedCollection(tool, arguments), enabledTools.locked(), secrets);
    if (!tool.isAboutCollection(in) || (!enabledTools.locked() && in.has(Tool.COLLECTION))) {
      return Mono.just(in);
    }
    Optional<String> named =
        enabledTools.locked() ? Optional.empty() : tool.namedCollection().apply(in);
    return named
        .map(Mono::just)
        .orElseGet(() -> collections.resolve(client, deadline::pausedDuring))
        .map(name -> in.with(Tool.COLLECTION, name));
  }

  /**
   * Drops {@code collection} where the tool has no such parameter or the server is locked to that
   * very one: models pass it to every tool.
   */
  private ObjectNode dropUnusedCollection(Tool tool, ObjectNode arguments) {
    String name = Tool.COLLECTION.name();
    JsonNode named = arguments.path(name);
    boolean taken = tool.params().contains(Tool.COLLECTION);
    if (named.isMissingNode() || (taken && !enabledTools.locked())) {
      return arguments;
    }
    if (taken
        && !Tool.COLLECTION.isOmitted(named)
        && !enabledTools.collection().equals(Optional.of(named.asString("")))) {
      throw new BadArguments(
          name,
          "This server is locked to the collection "
              + enabledTools.collection().map(sanitizer::text).orElse("")
              + ". Omit \"collection\".");
    }
    return arguments.deepCopy().without(name);
  }

  private Mono<ToolResponse> run(
      Tool tool,
      Args in,
      McpClient client,
      EnvironmentPrefetch.Read environment,
      CallDeadline deadline) {
    Instant started = clock.instant();
    CallExchange exchange = new CallExchange(jetty, client, tool, environment, deadline, sanitizer);
    ActiveCall call = new ActiveCall(services, tool, in, client, deadline, exchange);
    return deadline
        .of(
            Mono.defer(() -> result(tool, call))
                .single()
                .onErrorResume(
                    Refused.class, refused -> explained(refused, tool, in).flatMap(Mono::error)))
        .materialize()
        .flatMap(
            end ->
                isSafe(tool, in, end, exchange, started, deadline)
                    .map(safe -> answer(tool, in, end, safe, exchange.requestEnded())));
  }

  private Mono<Failure> explained(Refused refused, Tool tool, Args in) {
    return enabledTools.locked()
        ? Mono.just(refused)
        : Mono.justOrEmpty(collection(tool, in))
            .flatMap(name -> collections.explained(refused, name))
            .defaultIfEmpty(refused);
  }

  /** Returns whether the secrets of all collections that an outcome mentions are known. */
  private Mono<Boolean> isSafe(
      Tool tool,
      Args in,
      Signal<Result> end,
      CallExchange exchange,
      Instant started,
      CallDeadline deadline) {
    if (collection(tool, in).isPresent()) {
      boolean tookLong = started.plus(LONG).isBefore(clock.instant());
      return exchange.secretsKnown(tookLong ? Duration.ZERO : EnvironmentPrefetch.MAX_WAIT);
    }
    Result result = end.get();
    // An error from Jetty may mention any collection.
    return result == null
        ? Mono.just(false)
        : environmentPrefetch.isSafeFor(
            result.collections(), deadline.shortened(EnvironmentPrefetch.MAX_WAIT));
  }

  /**
   * @param safe whether the secrets are known
   * @param requestEnded whether a request to Jetty has ended, so that an error can quote it
   */
  private ToolResponse answer(
      Tool tool, Args in, Signal<Result> end, boolean safe, boolean requestEnded) {
    Throwable thrown = end.getThrowable();
    if (thrown != null) {
      // Without a collection there is no environment, so the reason is shown.
      return !safe
              && requestEnded
              && collection(tool, in).isPresent()
              && thrown instanceof BadArguments bad
          ? error(tool, in, FailureMessages.unquoted(bad), false)
          : error(tool, in, thrown, safe);
    }
    Result result = Objects.requireNonNull(end.get());
    if (safe) {
      return rendering.of(tool, result, in.ignored());
    }
    return tool.effect() == Effect.READ
        ? error(tool, in, unsafe(), true)
        : rendering.withheld(tool, in, result);
  }

  private static Failure unsafe() {
    return new Unavailable(
        Unavailable.Reason.TIMED_OUT,
        "the collection's environment could not be read, and without it the result cannot be"
            + " redacted");
  }

  private Mono<Result> result(Tool tool, ActiveCall call) {
    return LatestRun.resolve(call).flatMap(in -> carriedOut(tool, call.with(in)));
  }

  private static Mono<Result> carriedOut(Tool tool, ActiveCall call) {
    if (tool.action() instanceof Action.Sends sends) {
      return call.send(sends.request().apply(call.in()))
          .map(reply -> sends.answer().apply(call.in(), reply));
    }
    return ((Action.Runs) tool.action()).run().apply(call);
  }

  /**
   * @param in the arguments, as far as they are known
   * @param mayQuote whether text from Jetty may be quoted
   */
  private ToolResponse error(Tool tool, Args in, Throwable thrown, boolean mayQuote) {
    Failure failure = thrown instanceof Failure known ? known : new Defect(thrown);
    if (failure instanceof Defect) {
      LOG.error("{} failed", tool.name(), failure);
    }
    return ToolResponse.error(
        ErrorKind.of(failure),
        failureMessages.of(mayQuote ? failure : FailureMessages.unquoted(failure), tool, in));
  }
}
