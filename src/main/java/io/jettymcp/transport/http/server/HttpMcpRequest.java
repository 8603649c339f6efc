package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.limit.InFlightTracker;
import io.jettymcp.transport.http.limit.Limiter;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Presents an exchange that has passed all checks to an endpoint. */
final class HttpMcpRequest implements McpRequest {
  private final ServerExchange exchange;
  private final Caller caller;
  private final BodyReader bodyReader;
  private final HttpErrors errors;
  private final Limiter callLimit;
  private final InFlightTracker inFlight;
  private final HttpObserver observer;

  HttpMcpRequest(
      ServerExchange exchange,
      Caller caller,
      BodyReader bodyReader,
      HttpErrors errors,
      Limiter callLimit,
      InFlightTracker inFlight,
      HttpObserver observer) {
    this.exchange = exchange;
    this.caller = caller;
    this.bodyReader = bodyReader;
    this.errors = errors;
    this.callLimit = callLimit;
    this.inFlight = inFlight;
    this.observer = observer;
  }

  @Override
  public String method() {
    return exchange.method().name();
  }

  @Override
  public Optional<String> header(String name) {
    List<String> lines = exchange.headers().getAll(name);
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
  }

  @Override
  public Optional<String> query(String name) throws HttpError {
    try {
      Map<String, List<String>> parameters =
          new QueryStringDecoder(exchange.request().uri()).parameters();
      return parameters.getOrDefault(name, List.of()).stream().findFirst();
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes the query.
      throw new HttpError(400, "The query of the URL is malformed.");
    }
  }

  @Override
  public boolean hasTrailingSlash() {
    return ServerExchange.rawPath(exchange.request().uri()).endsWith("/");
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Mono<byte[]> body() {
    // In flight only once it has arrived: an incomplete request would delay the shutdown.
    return bodyReader
        .read(exchange)
        .doOnNext(
            body -> {
              inFlight.begin(InFlightTracker.Kind.CALL);
              exchange.onEnd(() -> inFlight.end(InFlightTracker.Kind.CALL));
            });
  }

  @Override
  public Publisher<Void> respondJson(int status, Map<String, String> headers, String body) {
    return exchange.respond(status, headers, "application/json", body);
  }

  @Override
  public Publisher<Void> respondEmpty(int status, Map<String, String> headers) {
    return exchange.respondEmpty(status, headers);
  }

  @Override
  public Publisher<Void> respondError(HttpError error) {
    return errors.respond(exchange, error);
  }

  @Override
  public Publisher<Void> respondError(HttpError error, String json) {
    return errors.respond(exchange, error, json);
  }

  @Override
  public Publisher<Void> respondEvents(Map<String, String> headers, Flux<String> events) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Cache-Control", "no-store");
    // nginx would otherwise buffer the events until it has a page of them.
    all.put("X-Accel-Buffering", "no");
    return Mono.defer(
        () -> {
          observer.streamOpened();
          exchange.onEnd(observer::streamClosed);
          return exchange.respondStream(all, "text/event-stream", events);
        });
  }

  @Override
  public Mono<Void> disconnected() {
    return exchange.disconnected();
  }

  @Override
  public Slot acquireCallSlot() throws HttpError {
    if (inFlight.isStopping()) {
      throw HttpError.shuttingDown();
    }
    Slot slot = callLimit.acquire(caller.owner(), () -> inFlight.end(InFlightTracker.Kind.CALL));
    inFlight.begin(InFlightTracker.Kind.CALL);
    return slot;
  }
}
