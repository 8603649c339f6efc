package io.jettymcp.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.transport.http.HttpObserver.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The routes that are not MCP: the probes, the numbers, the page and the metadata. */
final class Pages {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");
  private static final Map<String, String> PAGE =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Referrer-Policy",
          "no-referrer");

  private final InFlightTracker traffic;
  private final Supplier<String> metrics;
  private final Scheduler workers;
  private final BaseUrl base;
  private final ResourceMetadata metadata;
  private final String page;

  Pages(
      boolean stateless,
      InFlightTracker traffic,
      Supplier<String> metrics,
      Scheduler workers,
      BaseUrl base,
      ResourceMetadata metadata) {
    this.traffic = traffic;
    this.metrics = metrics;
    this.workers = workers;
    this.base = base;
    this.metadata = metadata;
    this.page = stateless ? withoutSse(resource("connect.html")) : resource("connect.html");
  }

  /** Answers a GET or HEAD on one of them. */
  Mono<Void> answer(ServerExchange exchange) {
    return switch (exchange.route()) {
      case HEALTH -> exchange.answer(200, NOT_KEPT, TEXT, "ok\n");
      case READINESS ->
          traffic.isStopping()
              ? exchange.answer(503, NOT_KEPT, TEXT, "draining\n")
              : exchange.answer(200, NOT_KEPT, TEXT, "ready\n");
      case METRICS ->
          Mono.fromSupplier(metrics)
              .subscribeOn(workers)
              .flatMap(
                  text ->
                      exchange.answer(
                          200, NOT_KEPT, "text/plain; version=0.0.4; charset=utf-8", text));
      case PAGE ->
          exchange.answer(
              200,
              PAGE,
              "text/html; charset=utf-8",
              page.replace("{{base}}", escaped(base.of(exchange))));
      case RESOURCE_METADATA ->
          exchange.answer(
              200,
              NOT_KEPT,
              "application/json",
              metadata.document(
                  exchange,
                  RequestPipeline.path(exchange.request().uri())
                      .substring(ResourceMetadata.PATH.length())));
      case MCP, SSE, MESSAGES, OTHER ->
          throw new IllegalStateException(exchange.route() + " is not a page");
    };
  }

  private static String withoutSse(String page) {
    return page.lines()
        .filter(line -> !line.contains(Route.SSE.label()))
        .collect(Collectors.joining("\n"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
