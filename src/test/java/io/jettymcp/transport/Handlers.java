package io.jettymcp.transport;

import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.legacy.InitializeResponse;
import io.jettymcp.mcp.legacy.LegacyService;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The server side of the tests: handlers that tests control. */
final class Handlers implements LegacyService {
  /** A value that must not be sent; it is in the exceptions of the handlers that fail. */
  static final String SECRET = "planted-" + "z".repeat(20);

  final AtomicInteger echoes = new AtomicInteger();
  final CompletableFuture<Boolean> bigResponded = new CompletableFuture<>();
  final CountDownLatch unblocked = new CountDownLatch(1);
  private final Map<Object, Held> held = new ConcurrentHashMap<>();

  /** A call of {@code hold} that waits for the test. */
  static final class Held {
    final CompletableFuture<Object> started = new CompletableFuture<>();
    final CompletableFuture<Object> cancelled = new CompletableFuture<>();
    private final Sinks.One<Object> result = Sinks.one();

    void respond(Object value) {
      result.tryEmitValue(value);
    }
  }

  Held held(String name) {
    return held.computeIfAbsent(name, key -> new Held());
  }

  @Override
  public InitializeResponse initialize(String revision) {
    if (revision.equals("rejected")) {
      throw McpError.builder(-32602).message("no such version").build();
    }
    return new InitializeResponse(
        Messages.NEWEST,
        """
        {"protocolVersion":"%s","capabilities":{"tools":{}},\
        "serverInfo":{"name":"test","version":"1"}}"""
            .formatted(Messages.NEWEST));
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    Map<String, McpRequestHandler<?>> requests = new HashMap<>();
    for (String method :
        List.of(
            "echo", "hold", "block", "big", "page", "break", "ask", "progress", "print", "delay")) {
      McpRequestHandler<Object> handler =
          (exchange, params) -> handle(method, exchange, map(params));
      requests.put(method, handler);
    }
    return requests;
  }

  private static Map<?, ?> map(@Nullable Object params) {
    return params == null ? Map.of() : McpJson.INSTANCE.convertValue(params, Map.class);
  }

  private Mono<Object> handle(String method, McpAsyncServerExchange exchange, Map<?, ?> params) {
    return switch (method) {
      case "echo" -> {
        echoes.incrementAndGet();
        yield Mono.just(params);
      }
      case "hold" -> holding(held(String.valueOf(params.get("name"))));
      case "block" -> Mono.fromCallable(this::block);
      case "big" ->
          Mono.<Object>just(Map.of("text", "x".repeat(9 * 1024 * 1024)))
              .doAfterTerminate(() -> bigResponded.complete(true));
      case "page" -> Mono.just(Map.of("text", "x".repeat(16 * 1024)));
      case "break" -> broken(String.valueOf(params.get("how")));
      case "ask" -> exchange.ping();
      case "progress" ->
          exchange
              .progressNotification(McpSchema.ProgressNotification.builder("token", 1).build())
              .thenReturn(Map.of());
      case "print" -> {
        System.out.println("a stray line");
        yield Mono.just(Map.of());
      }
      case "delay" -> Mono.delay(Duration.ofMillis(400)).thenReturn(Map.of());
      default -> throw new IllegalArgumentException(method);
    };
  }

  private static Mono<Object> broken(String how) {
    return switch (how) {
      case "throws" -> throw new IllegalStateException(SECRET);
      case "signals" -> Mono.error(new IllegalStateException(SECRET));
      case "misses a class" -> throw new NoClassDefFoundError(SECRET);
      case "is empty" -> Mono.empty();
      case "cannot be written" -> Mono.just(endless());
      default -> Mono.error(McpError.builder(-32602).message("its own words").build());
    };
  }

  private static Mono<Object> holding(Held call) {
    return call.result
        .asMono()
        .doOnSubscribe(started -> call.started.complete(Map.of()))
        .doOnCancel(() -> call.cancelled.complete(Map.of()));
  }

  /** Blocks its thread, also when it is interrupted. */
  private Object block() {
    while (unblocked.getCount() > 0) {
      try {
        unblocked.await();
      } catch (InterruptedException ignored) {
        // The handler under test does not react.
      }
    }
    return Map.of();
  }

  /** Returns a value that contains itself. */
  private static Map<String, Object> endless() {
    Map<String, Object> endless = new HashMap<>();
    endless.put(SECRET, endless);
    return endless;
  }
}
