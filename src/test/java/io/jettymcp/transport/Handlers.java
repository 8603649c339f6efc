package io.jettymcp.transport;

import io.jettymcp.mcp.InitializeResponse;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.McpService;
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

/** The server side of the tests: handlers that tests can steer. */
final class Handlers implements McpService {
  /** Stands for what must never leave; the handlers that fail have it in their exceptions. */
  static final String SECRET = "planted-" + "z".repeat(20);

  final AtomicInteger echoes = new AtomicInteger();
  final CompletableFuture<Boolean> bigAnswered = new CompletableFuture<>();
  final CountDownLatch unblocked = new CountDownLatch(1);
  private final Map<Object, Held> held = new ConcurrentHashMap<>();

  /** A call of {@code hold} that the test answers when it likes. */
  static final class Held {
    final CompletableFuture<Object> started = new CompletableFuture<>();
    final CompletableFuture<Object> cancelled = new CompletableFuture<>();
    private final Sinks.One<Object> answer = Sinks.one();

    void answer(Object result) {
      answer.tryEmitValue(result);
    }
  }

  Held held(String name) {
    return held.computeIfAbsent(name, key -> new Held());
  }

  @Override
  public InitializeResponse initialize(String revision) {
    if (revision.equals("refused")) {
      throw McpError.builder(-32602).message("no such version").build();
    }
    return new InitializeResponse(
        "2025-11-25",
        "{\"protocolVersion\":\""
            + "2025-11-25"
            + "\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    Map<String, McpRequestHandler<?>> requests = new HashMap<>();
    for (String method :
        List.of(
            "echo", "hold", "block", "big", "page", "break", "ask", "progress", "print", "delay")) {
      McpRequestHandler<Object> handler =
          (exchange, params) -> handle(method, exchange, given(params));
      requests.put(method, handler);
    }
    return requests;
  }

  private static Map<?, ?> given(@Nullable Object params) {
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
              .doAfterTerminate(() -> bigAnswered.complete(true));
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
    return call.answer
        .asMono()
        .doOnSubscribe(started -> call.started.complete(Map.of()))
        .doOnCancel(() -> call.cancelled.complete(Map.of()));
  }

  /** Hangs its thread in a way that an interrupt does not end. */
  private Object block() {
    while (unblocked.getCount() > 0) {
      try {
        unblocked.await();
      } catch (InterruptedException ignored) {
        // This is the handler that does not listen.
      }
    }
    return Map.of();
  }

  /** A value without an end. */
  private static Map<String, Object> endless() {
    Map<String, Object> endless = new HashMap<>();
    endless.put(SECRET, endless);
    return endless;
  }
}
