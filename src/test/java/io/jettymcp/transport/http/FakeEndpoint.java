package io.jettymcp.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Does what the query's {@code do} says. */
final class FakeEndpoint implements Endpoint {
  /** What happened, as it happened. */
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** How many events of an endless stream were made. */
  final AtomicLong made = new AtomicLong();

  private final List<Sinks.Empty<Void>> held = new CopyOnWriteArrayList<>();
  private final Sinks.Empty<Void> draining = Sinks.empty();
  volatile boolean closed;

  /** Answers all calls that are held. */
  void release() {
    held.forEach(Sinks.Empty::tryEmitEmpty);
  }

  @Override
  public Publisher<Void> serve(McpRequest visit) {
    return switch (visit.query("do").orElse("echo")) {
      case "echo" ->
          visit.body().flatMap(body -> Mono.from(visit.json(200, Map.of(), echo(visit, body))));
      case "hold" -> hold(visit);
      case "listen" ->
          visit.events(
              Map.of("Mcp-Session-Id", "opened"),
              Flux.just(": hello\n\n")
                  .concatWith(Flux.never())
                  .takeUntilOther(draining.asMono())
                  .doOnCancel(() -> events.add("cancelled"))
                  .doOnComplete(() -> events.add("ended")));
      case "flood" -> flood(visit);
      case "fail" -> Mono.error(new IllegalStateException("planted-inside /etc/secret"));
      case "late" ->
          visit.events(
              Map.of(),
              Flux.just("data: 1\n\n")
                  .concatWith(Mono.error(new IllegalStateException("planted-inside"))));
      case "empty" -> visit.empty(202, Map.of());
      default -> visit.refuse(new HttpError(400, "No such thing to do."));
    };
  }

  private static String echo(McpRequest visit, byte[] body) {
    return visit.caller().owner()
        + "|"
        + visit.header("traceparent").orElse("")
        + "|"
        + new String(body, UTF_8);
  }

  private Publisher<Void> hold(McpRequest visit) {
    return visit
        .body()
        .flatMap(
            body -> {
              McpRequest.CallSlot slot;
              try {
                slot = visit.enter();
              } catch (HttpError refusal) {
                return Mono.from(visit.refuse(refusal));
              }
              Sinks.Empty<Void> sink = Sinks.empty();
              held.add(sink);
              visit.gone().subscribe(nothing -> {}, broken -> {}, () -> events.add("gone"));
              events.add("held");
              return sink.asMono()
                  .then(Mono.from(visit.json(200, Map.of(), "held")))
                  .doFinally(how -> slot.close());
            });
  }

  private Publisher<Void> flood(McpRequest visit) {
    String event = "data: " + "x".repeat(8 * 1024) + "\n\n";
    return visit.events(
        Map.of(),
        Flux.generate(
                sink -> {
                  made.incrementAndGet();
                  sink.next(event);
                })
            .cast(String.class)
            .doOnCancel(() -> events.add("cancelled")));
  }

  String next(Duration limit) throws InterruptedException {
    String event = events.poll(limit.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    return event == null ? "(nothing)" : event;
  }

  @Override
  public void drain() {
    draining.tryEmitEmpty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
