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
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Jetty's REST API. Nothing is connected, nor any HTTP class loaded, before the first request. */
public final class JettyApi implements Exchange, AutoCloseable {
  /** How many files are read into memory at once: each takes some times its size. */
  private static final int FILES_IN_MEMORY = 2;

  /** All that a caller's stack is made of, but for the caller's own. */
  private interface Maker {
    Exchange stack(TokenSource tokens, SecretSink secrets);
  }

  private final Maker maker;
  private final Exchange exchange;
  private final LazyTransport transport;
  private final Sinks.Empty<Reply> closed = Sinks.empty();

  private JettyApi(Maker maker, Exchange exchange, LazyTransport transport) {
    this.maker = maker;
    this.exchange = exchange;
    this.transport = transport;
  }

  public static JettyApi connect(ApiSettings settings, TokenSource tokens, SecretSink secrets) {
    return connect(settings, tokens, secrets, ApiObserver.NONE);
  }

  /**
   * The same, with somebody who watches.
   *
   * @param observer is told of every HTTP request
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
   * With time and chance from outside too.
   *
   * @param clock what a {@code Retry-After} date is compared with
   * @param scheduler the timer of deadlines and pauses
   * @param jitter numbers from 0 to 1, which each pause before a repeat is multiplied by
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
    Maker maker =
        (token, sink) -> stack(settings, token, sink, observer, scheduler, jitter, transport);
    return new JettyApi(maker, maker.stack(tokens, secrets), transport);
  }

  /** Does ahead of time what the first request would wait for, but connects to nothing. */
  public void load() {
    transport.load();
  }

  @Override
  public Mono<Reply> send(Request request) {
    return untilClosed(exchange.send(request));
  }

  /**
   * The same Jetty for somebody else, over the same connections: the token, the bounds on requests
   * and what is learned are their own. It ends with this one.
   */
  public Exchange forCaller(TokenSource tokens, SecretSink secrets) {
    Exchange own = maker.stack(tokens, secrets);
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

  /** What a request passes through, in the order in which it meets it. */
  static Exchange stack(
      ApiSettings settings,
      TokenSource tokens,
      SecretSink secrets,
      ApiObserver observer,
      Scheduler scheduler,
      DoubleSupplier jitter,
      HttpSender transport) {
    HttpSender wire = wire(settings, secrets, observer, scheduler, transport);
    Exchange sender = new Authorization(tokens, new SameOriginRedirects(settings.origin(), wire));
    return around(
        sender,
        next -> new NeverThrows(next),
        next -> new OverallDeadline(settings.timeout(), scheduler, next),
        next -> new Retry(settings.retries(), jitter, scheduler, observer, next),
        next -> new ConcurrencyLimit(FILES_IN_MEMORY, JettyApi::isHeld, next),
        next -> new ConcurrencyLimit(settings.maxConcurrent(), JettyApi::isShort, next),
        next -> new EnvironmentGuard(secrets, next));
  }

  /** A stream of events lasts as long as a run; those that ask how runs are need its place. */
  private static boolean isShort(Request request) {
    return !(request.reading() instanceof ResponseHandling.Events);
  }

  private static boolean isHeld(Request request) {
    return request.reading() instanceof ResponseHandling.Bytes;
  }

  /** And what each HTTP request of it passes through: one, or more where redirects are followed. */
  private static HttpSender wire(
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
