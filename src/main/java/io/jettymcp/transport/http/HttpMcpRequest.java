package io.jettymcp.transport.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A request that the door let in. */
final class HttpMcpRequest implements McpRequest {
  private final ServerExchange exchange;
  private final Caller caller;
  private final BodyReader bodies;
  private final HttpErrors refusals;
  private final CallLimit calls;
  private final InFlightTracker traffic;
  private final HttpObserver observer;

  HttpMcpRequest(
      ServerExchange exchange,
      Caller caller,
      BodyReader bodies,
      HttpErrors refusals,
      CallLimit calls,
      InFlightTracker traffic,
      HttpObserver observer) {
    this.exchange = exchange;
    this.caller = caller;
    this.bodies = bodies;
    this.refusals = refusals;
    this.calls = calls;
    this.traffic = traffic;
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
  public Optional<String> query(String name) {
    List<String> values =
        new QueryStringDecoder(exchange.request().uri()).parameters().getOrDefault(name, List.of());
    return values.stream().findFirst();
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Mono<byte[]> body() {
    // An answer is owed only now: who stops in the middle of a request would hold up the end.
    return bodies
        .read(exchange)
        .doOnNext(
            whole -> {
              traffic.begin(InFlightTracker.Kind.CALL);
              exchange.atEnd(() -> traffic.end(InFlightTracker.Kind.CALL));
            });
  }

  @Override
  public Publisher<Void> json(int status, Map<String, String> headers, String body) {
    return exchange.answer(status, headers, "application/json", body);
  }

  @Override
  public Publisher<Void> empty(int status, Map<String, String> headers) {
    return exchange.empty(status, headers);
  }

  @Override
  public Publisher<Void> refuse(HttpError refusal) {
    return refusals.answer(exchange, refusal);
  }

  @Override
  public Publisher<Void> events(Map<String, String> headers, Flux<String> events) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Cache-Control", "no-store");
    // Or nginx keeps the events until it has a page of them.
    all.put("X-Accel-Buffering", "no");
    return Mono.defer(
        () -> {
          observer.streamOpened();
          exchange.atEnd(observer::streamClosed);
          return exchange.stream(all, "text/event-stream", events);
        });
  }

  @Override
  public Mono<Void> gone() {
    return exchange.gone();
  }

  @Override
  public CallSlot enter() throws HttpError {
    return calls.enter(caller.owner());
  }
}
