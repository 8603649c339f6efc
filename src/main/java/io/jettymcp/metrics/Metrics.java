package io.jettymcp.metrics;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.Request;
import io.jettymcp.mcp.call.CallObserver;
import io.jettymcp.transport.http.HttpObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and times calls, requests and sessions for Prometheus. All names start with {@code
 * jetty_mcp_}, except those of the JVM. Every label has a fixed set of values, so that no caller
 * can increase the number of series.
 */
public final class Metrics implements CallObserver, ApiObserver, HttpObserver, AutoCloseable {
  /** The {@code Content-Type} of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** The tool label of calls whose tool does not exist. */
  static final String UNKNOWN = "unknown";

  /** The status label of requests whose caller disconnected before the response. */
  private static final String NO_STATUS = "none";

  /** From one fast request to Jetty up to the default timeout of a call. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(200),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofSeconds(120)
  };

  private final Set<String> tools;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollector = new JvmGcMetrics();
  private final AtomicInteger callsInFlight = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger subscriptions = new AtomicInteger();
  private final Map<SessionKind, AtomicInteger> sessions = new EnumMap<>(SessionKind.class);
  private final MeterProvider<Timer> calls;
  private final MeterProvider<Timer> attempts;
  private final MeterProvider<Counter> retries;
  private final MeterProvider<Timer> requests;
  private final MeterProvider<Counter> received;
  private final MeterProvider<Counter> sent;
  private final MeterProvider<Counter> rejections;

  /**
   * Registers all meters.
   *
   * @param tools the names of all tools
   */
  public Metrics(Collection<String> tools) {
    this.tools = Set.copyOf(tools);
    this.calls = timer("jetty_mcp_tool_call_duration", "Tool calls");
    this.attempts = timer("jetty_mcp_api_request_duration", "HTTP requests to Jetty");
    this.retries =
        Counter.builder("jetty_mcp_api_retries")
            .description("Retried requests to Jetty")
            .withRegistry(registry);
    this.requests = timer("jetty_mcp_http_request_duration", "HTTP requests to this server");
    this.received = bytes("jetty_mcp_http_received", "Request bodies received by this server");
    this.sent = bytes("jetty_mcp_http_sent", "Response bodies sent by this server");
    this.rejections =
        Counter.builder("jetty_mcp_http_refused")
            .description("Rejected requests and connections")
            .withRegistry(registry);
    gauge("jetty_mcp_tool_calls_in_flight", "Tool calls in flight", callsInFlight)
        .register(registry);
    gauge("jetty_mcp_http_streams", "Open event streams", streams).register(registry);
    gauge("jetty_mcp_http_subscriptions", "Open streams of subscriptions", subscriptions)
        .register(registry);
    for (SessionKind kind : SessionKind.values()) {
      AtomicInteger open = new AtomicInteger();
      sessions.put(kind, open);
      gauge("jetty_mcp_sessions", "Open sessions", open)
          .tag("kind", label(kind))
          .register(registry);
    }
    // Registered at 0, so that Prometheus sees the rate from the first one.
    for (Rejection reason : Rejection.values()) {
      rejections.withTags("reason", label(reason));
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbageCollector.bindTo(registry);
  }

  private MeterProvider<Timer> timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .withRegistry(registry);
  }

  private MeterProvider<Counter> bytes(String name, String description) {
    return Counter.builder(name).description(description).baseUnit("bytes").withRegistry(registry);
  }

  private static Gauge.Builder<AtomicInteger> gauge(
      String name, String description, AtomicInteger value) {
    return Gauge.builder(name, value, AtomicInteger::doubleValue).description(description);
  }

  /** Returns the current values in Prometheus' text format. */
  public String scrape() {
    return registry.scrape(CONTENT_TYPE);
  }

  @Override
  public void callBegan() {
    callsInFlight.incrementAndGet();
  }

  @Override
  public void callEnded(String tool, Outcome outcome, Duration took) {
    callsInFlight.decrementAndGet();
    String known = tools.contains(tool) ? tool : UNKNOWN;
    calls.withTags("tool", known, "outcome", label(outcome)).record(took);
  }

  @Override
  public void attemptEnded(Request.Method method, Ending ending, Duration took) {
    attempts.withTags("method", method.name(), "status", status(ending)).record(took);
  }

  @Override
  public void repeating(Request.Method method) {
    retries.withTags("method", method.name()).increment();
  }

  @Override
  public void requestEnded(Served request) {
    String route = request.route().label();
    String status = request.status() == 0 ? NO_STATUS : Integer.toString(request.status());
    requests
        .withTags("route", route, "method", request.method().name(), "status", status)
        .record(request.duration());
    received.withTags("route", route).increment((double) request.bytesIn());
    sent.withTags("route", route).increment((double) request.bytesOut());
  }

  @Override
  public void rejected(Rejection reason) {
    rejections.withTags("reason", label(reason)).increment();
  }

  @Override
  public void sessionOpened(SessionKind kind) {
    open(kind).incrementAndGet();
  }

  @Override
  public void sessionClosed(SessionKind kind) {
    open(kind).decrementAndGet();
  }

  private AtomicInteger open(SessionKind kind) {
    return Objects.requireNonNull(sessions.get(kind));
  }

  @Override
  public void subscriptionOpened() {
    subscriptions.incrementAndGet();
  }

  @Override
  public void subscriptionClosed() {
    subscriptions.decrementAndGet();
  }

  @Override
  public void streamOpened() {
    streams.incrementAndGet();
  }

  @Override
  public void streamClosed() {
    streams.decrementAndGet();
  }

  private static String status(Ending ending) {
    return switch (ending) {
      case SUCCESS -> "2xx";
      case REDIRECT -> "3xx";
      case CLIENT_ERROR -> "4xx";
      case SERVER_ERROR -> "5xx";
      case FAULT, CANCELLED -> label(ending);
    };
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Removes the listener of the garbage collector. */
  @Override
  public void close() {
    garbageCollector.close();
    registry.close();
  }
}
