package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.limit.InFlightTracker;
import io.jettymcp.transport.http.page.ConnectPage;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Serves the routes that are not MCP: probes, metrics, the start page and metadata. */
final class Pages {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");

  private final InFlightTracker inFlight;
  private final Supplier<String> metrics;
  private final Scheduler workers;
  private final BaseUrl baseUrl;
  private final ResourceMetadata metadata;
  private final ConnectPage page;
  private final StatusDocument status;

  Pages(
      HttpSettings settings,
      ServerInfo info,
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
    this.page =
        new ConnectPage(info, settings.stateless(), settings.authorizationServer().isPresent());
    this.status = new StatusDocument(info, inFlight);
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
          Mono.fromSupplier(() -> page.html(baseUrl.of(exchange)))
              .subscribeOn(workers)
              .flatMap(
                  html -> exchange.respond(200, page.headers(), "text/html; charset=utf-8", html));
      case STATUS ->
          Mono.fromSupplier(status::write)
              .subscribeOn(workers)
              .flatMap(json -> exchange.respond(200, NO_STORE, "application/json", json));
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
}
