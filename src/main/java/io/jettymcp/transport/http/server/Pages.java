package io.jettymcp.transport.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.limit.InFlightTracker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Serves the routes that are not MCP: probes, metrics, the start page and metadata. */
final class Pages {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");
  private static final Map<String, String> PAGE_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer");

  private final InFlightTracker inFlight;
  private final Supplier<String> metrics;
  private final Scheduler workers;
  private final BaseUrl baseUrl;
  private final ResourceMetadata metadata;
  private final String page;

  Pages(
      boolean stateless,
      InFlightTracker inFlight,
      Supplier<String> metrics,
      Scheduler workers,
      BaseUrl baseUrl,
      ResourceMetadata metadata) {
    this.inFlight = inFlight;
    this.metrics = metrics;
    this.workers = workers;
    this.baseUrl = baseUrl;
    this.metadata = metadata;
    this.page = stateless ? withoutSse(resource("connect.html")) : resource("connect.html");
  }

  /** Responds to a GET or HEAD on one of them. */
  Mono<Void> respond(ServerExchange exchange) {
    return switch (exchange.route()) {
      case HEALTH -> exchange.respond(200, NO_STORE, TEXT, "ok\n");
      case READINESS ->
          inFlight.isStopping()
              ? exchange.respond(503, NO_STORE, TEXT, "draining\n")
              : exchange.respond(200, NO_STORE, TEXT, "ready\n");
      case METRICS ->
          Mono.fromSupplier(metrics)
              .subscribeOn(workers)
              .flatMap(
                  scrape ->
                      exchange.respond(
                          200, NO_STORE, "text/plain; version=0.0.4; charset=utf-8", scrape));
      case PAGE ->
          exchange.respond(
              200,
              PAGE_HEADERS,
              "text/html; charset=utf-8",
              page.replace("{{base}}", escape(baseUrl.of(exchange))));
      case RESOURCE_METADATA ->
          exchange.respond(
              200,
              NO_STORE,
              "application/json",
              metadata.document(
                  exchange, exchange.path().substring(ResourceMetadata.PATH.length())));
      case MCP, SSE, MESSAGES, OTHER ->
          throw new IllegalStateException(exchange.route() + " is not a page");
    };
  }

  private static String withoutSse(String page) {
    return page.lines()
        .filter(line -> !line.contains(Route.SSE.label()))
        .collect(Collectors.joining("\n"));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
