package io.jettymcp.api;

import io.jettymcp.api.Failure.Unavailable.Reason;
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

  private static final Mono<Reply> CLOSED =
      Mono.error(() -> new Failure.Unavailable(Reason.BROKEN_OFF, "the connections were closed"));

  private final Exchange exchange;
  private final LazyTransport transport;
  private final Sinks.Empty<Void> closing = Sinks.empty();

  private JettyApi(Exchange exchange, LazyTransport transport) {
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
    return new JettyApi(
        stack(settings, tokens, secrets, observer, scheduler, jitter, transport), transport);
  }

  @Override
  public Mono<Reply> send(Request request) {
    return Mono.firstWithSignal(closing.asMono().then(CLOSED), exchange.send(request));
  }

  /** Closes all connections; requests under way, and later ones, end with a failure. */
  @Override
  public void close() {
    closing.tryEmitEmpty();
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
      Wire transport) {
    Wire wire = wire(settings, observer, scheduler, transport);
    Exchange sender = new Authorisation(tokens, new SameOriginRedirects(settings.baseUrl(), wire));
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
    return !(request.reading() instanceof Reading.Events);
  }

  private static boolean isHeld(Request request) {
    return request.reading() instanceof Reading.Bytes;
  }

  /** And what each HTTP request of it passes through: one, or more where redirects are followed. */
  private static Wire wire(
      ApiSettings settings, ApiObserver observer, Scheduler scheduler, Wire transport) {
    return around(
        transport,
        next -> new ObservedWire(observer, scheduler, next),
        next -> new AttemptLog(scheduler, next),
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
