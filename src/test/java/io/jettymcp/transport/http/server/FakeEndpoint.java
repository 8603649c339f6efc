package io.jettymcp.transport.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Does what the query's {@code do} says. */
final class FakeEndpoint implements Endpoint {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Counts the events of endless streams that were created. */
  final AtomicLong made = new AtomicLong();

  volatile boolean closed;
  final CountDownLatch drainStarted = new CountDownLatch(1);
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<Sinks.Empty<Void>> held = new CopyOnWriteArrayList<>();
  private final Sinks.Empty<Void> draining = Sinks.empty();

  /** Waits for the next event: held, disconnected, cancelled or ended. */
  String nextEvent() throws InterruptedException {
    return nextEvent(PATIENCE);
  }

  String nextEvent(Duration timeout) throws InterruptedException {
    String event = events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return event == null ? "(nothing)" : event;
  }

  /** Responds to all calls that are held. */
  void respondToHeld() {
    held.forEach(Sinks.Empty::tryEmitEmpty);
  }

  @Override
  public Publisher<Void> serve(McpRequest request) {
    try {
      return serve(request, request.query("do").orElse("echo"));
    } catch (HttpError e) {
      return request.respondError(e);
    }
  }

  private Publisher<Void> serve(McpRequest request, String action) {
    return switch (action) {
      case "echo" ->
          request
              .body()
              .flatMap(body -> Mono.from(request.respondJson(200, Map.of(), echo(request, body))));
      case "hold" -> hold(request);
      case "listen" ->
          request.respondEvents(
              Map.of("Mcp-Session-Id", "opened"),
              Flux.just(": hello\n\n")
                  .concatWith(Flux.never())
                  .takeUntilOther(draining.asMono())
                  .doOnCancel(() -> events.add("cancelled"))
                  .doOnComplete(() -> events.add("ended")));
      case "flood" -> flood(request);
      case "ignore-body" -> request.respondJson(200, Map.of(), "{}");
      case "fail" -> Mono.error(new IllegalStateException("planted-inside /etc/secret"));
      case "fail-late" ->
          request.respondEvents(
              Map.of(),
              Flux.just("data: 1\n\n")
                  .concatWith(Mono.error(new IllegalStateException("planted-inside"))));
      default -> request.respondError(new HttpError(400, "Unknown action."));
    };
  }

  private static String echo(McpRequest request, byte[] body) {
    return request.caller().owner()
        + "|"
        + request.header("traceparent").orElse("")
        + "|"
        + new String(body, UTF_8);
  }

  private Publisher<Void> hold(McpRequest request) {
    return request
        .body()
        .flatMap(
            body -> {
              Slot slot;
              try {
                slot = request.acquireCallSlot();
              } catch (HttpError e) {
                return Mono.from(request.respondError(e));
              }
              Sinks.Empty<Void> sink = Sinks.empty();
              held.add(sink);
              request
                  .disconnected()
                  .subscribe(nothing -> {}, failure -> {}, () -> events.add("disconnected"));
              events.add("held");
              return sink.asMono()
                  .then(Mono.from(request.respondJson(200, Map.of(), "held")))
                  .doFinally(end -> slot.close());
            });
  }

  private Publisher<Void> flood(McpRequest request) {
    String event = "data: " + "x".repeat(8 * 1024) + "\n\n";
    return request.respondEvents(
        Map.of(),
        Flux.generate(
                sink -> {
                  made.incrementAndGet();
                  sink.next(event);
                })
            .cast(String.class)
            .doOnCancel(() -> events.add("cancelled")));
  }

  @Override
  public void drain() {
    drainStarted.countDown();
    draining.tryEmitEmpty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
