package io.jettymcp.jetty.client;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.jetty.http.HttpSender;
import io.jettymcp.jetty.http.LazyTransport;
import io.jettymcp.secret.Secret;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends requests to Jetty. No connection is made and no Netty class loaded before the first one,
 * unless it is asked for.
 */
public final class JettyApi implements Exchange, AutoCloseable {
  /** The number of files in memory at once: each needs some times its size. */
  private static final int FILES_IN_MEMORY = 2;

  /** Creates the stack of one caller. */
  private interface StackFactory {
    Exchange create(TokenSource tokens, SecretSink secrets);
  }

  private final StackFactory stacks;
  private final Exchange exchange;
  private final LazyTransport transport;
  private final Sinks.Empty<Reply> closed = Sinks.empty();

  private JettyApi(StackFactory stacks, Exchange exchange, LazyTransport transport) {
    this.stacks = stacks;
    this.exchange = exchange;
    this.transport = transport;
  }

  /**
   * Connects to Jetty.
   *
   * @param observer observes every HTTP request
   */
  public static JettyApi connect(
      ApiSettings settings, TokenSource tokens, SecretSink secrets, ApiObserver observer) {
    return connect(
        settings,
        tokens,
        secrets,
        observer,
        Clock.systemUTC(),
        Schedulers.parallel(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Connects with time and randomness from outside.
   *
   * @param clock compared with the date of {@code Retry-After}
   * @param scheduler the timer of deadlines and pauses
   * @param jitter numbers from 0 to 1, by which each pause before a retry is multiplied
   */
  public static JettyApi connect(
      ApiSettings settings,
      TokenSource tokens,
      SecretSink secrets,
      ApiObserver observer,
      Clock clock,
      Scheduler scheduler,
      DoubleSupplier jitter) {
    LazyTransport transport = new LazyTransport(settings, clock);
    StackFactory stacks =
        (token, sink) -> stack(settings, token, sink, observer, scheduler, jitter, transport);
    return new JettyApi(stacks, stacks.create(tokens, secrets), transport);
  }

  /** Loads what the first request would wait for, but connects to nothing. */
  public void load() {
    transport.load();
  }

  /** Opens a connection for the first read; nothing but a TLS handshake is sent over it. */
  public void preconnect(Secret token) {
    transport.preconnect(Optional.of(token));
  }

  @Override
  public Mono<Reply> send(Request request) {
    return untilClosed(exchange.send(request));
  }

  /**
   * Creates a client for another caller over the same connections, with its own token, limits and
   * secrets. It is closed with this one.
   */
  public Exchange forCaller(TokenSource tokens, SecretSink secrets) {
    Exchange own = stacks.create(tokens, secrets);
    return request -> untilClosed(own.send(request));
  }

  private Mono<Reply> untilClosed(Mono<Reply> reply) {
    return Mono.firstWithSignal(closed.asMono(), reply);
  }

  /** Closes all connections; requests under way, and later ones, end with a failure. */
  @Override
  public void close() {
    closed.tryEmitError(new Failure.Unavailable(Reason.BROKEN_OFF, "the connections were closed"));
    transport.close();
  }

  /** Stacks the decorators of a request, outermost first. */
  static Exchange stack(
      ApiSettings settings,
      TokenSource tokens,
      SecretSink secrets,
      ApiObserver observer,
      Scheduler scheduler,
      DoubleSupplier jitter,
      HttpSender transport) {
    HttpSender attempts = attempts(settings, secrets, observer, scheduler, transport);
    Exchange sender =
        new Authorization(tokens, new SameOriginRedirects(settings.origin(), attempts));
    return around(
        sender,
        next -> new NeverThrows(next),
        next -> new OverallDeadline(settings.timeout(), scheduler, next),
        next ->
            new Retry(settings.retries(), settings.timeout(), jitter, scheduler, observer, next),
        next -> new ConcurrencyLimit(FILES_IN_MEMORY, JettyApi::isBytes, next),
        next -> new ConcurrencyLimit(settings.maxConcurrent(), JettyApi::isNoEventStream, next),
        next -> new EnvironmentGuard(secrets, next));
  }

  /**
   * Excludes event streams: they last as long as a run, and requests for its state need a place.
   */
  private static boolean isNoEventStream(Request request) {
    return !(request.handling() instanceof ResponseHandling.Events);
  }

  private static boolean isBytes(Request request) {
    return request.handling() instanceof ResponseHandling.Bytes;
  }

  /** Stacks the decorators of each HTTP request, of which redirects and retries make several. */
  private static HttpSender attempts(
      ApiSettings settings,
      SecretSink secrets,
      ApiObserver observer,
      Scheduler scheduler,
      HttpSender transport) {
    return around(
        transport,
        next -> observer == ApiObserver.NONE ? next : new ObservedSender(observer, scheduler, next),
        next -> new AttemptLog(secrets, scheduler, next),
        next -> new AttemptDeadlines(settings, scheduler, next));
  }

  @SafeVarargs
  private static <T> T around(T innermost, UnaryOperator<T>... outermostFirst) {
    T stack = innermost;
    for (int i = outermostFirst.length - 1; i >= 0; i--) {
      stack = outermostFirst[i].apply(stack);
    }
    return stack;
  }
}
