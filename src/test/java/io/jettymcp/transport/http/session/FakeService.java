package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.InitializeResponse;
import io.jettymcp.mcp.legacy.LegacyService;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/**
 * A service whose calls tests answer: {@code echo} responds at once, {@code progress} after some
 * notifications and {@code ask} after a question to the user; any other tool waits for the test,
 * which finds the call by the tool's name.
 */
public final class FakeService implements LegacyService {
  final AtomicInteger cancelled = new AtomicInteger();
  private final Map<Object, CompletableFuture<Held>> held = new ConcurrentHashMap<>();

  /** A call that waits for the test. */
  public static final class Held {
    public final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    final McpAsyncServerExchange exchange;
    private final Sinks.One<Object> result = Sinks.one();

    private Held(McpAsyncServerExchange exchange) {
      this.exchange = exchange;
    }

    public void respond(Object value) {
      result.tryEmitValue(value);
    }

    void respond() {
      respond(Map.of());
    }

    /** Responds with a result of at least so many characters. */
    void respondLarge(int length) {
      respond(Map.of("text", "x".repeat(length)));
    }

    public void progress(int number) {
      exchange.progressNotification(notification(number)).block();
    }

    /** Sends progress from 1 up to a number. */
    void progressUpTo(int last) {
      for (int number = 1; number <= last; number++) {
        progress(number);
      }
    }

    Mono<McpSchema.ElicitResult> ask() {
      return question(exchange);
    }

    @Nullable Object context(String name) {
      return exchange.transportContext().get(name);
    }
  }

  /** Waits for the last call of that name. */
  public Held held(String name) {
    return started(name).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private CompletableFuture<Held> started(String name) {
    return held.computeIfAbsent(name, same -> new CompletableFuture<>());
  }

  boolean hasStarted(String name) {
    return started(name).isDone();
  }

  @Override
  public InitializeResponse initialize(String revision) {
    if (revision.equals("rejected")) {
      throw McpError.builder(-32602).message("no such version").build();
    }
    return new InitializeResponse(
        revision,
        """
        {"protocolVersion":"%s","capabilities":{"tools":{}},\
        "serverInfo":{"name":"test","version":"1"}}"""
            .formatted(revision));
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    McpRequestHandler<Object> call = this::call;
    McpRequestHandler<Object> list = (exchange, params) -> Mono.just(Map.of("tools", List.of()));
    return Map.of(McpSchema.METHOD_TOOLS_CALL, call, McpSchema.METHOD_TOOLS_LIST, list);
  }

  private Mono<Object> call(McpAsyncServerExchange exchange, Object params) {
    String name = ((JsonNode) params).path("name").asString();
    return switch (name) {
      case "echo" -> Mono.just(params);
      case "progress" -> progress(exchange);
      case "ask" -> question(exchange).map(result -> text(result.action().name()));
      default -> hold(exchange, name);
    };
  }

  private static McpSchema.ProgressNotification notification(int number) {
    return McpSchema.ProgressNotification.builder("token", number).build();
  }

  private static Mono<Object> progress(McpAsyncServerExchange exchange) {
    return Flux.range(1, 3)
        .concatMap(number -> exchange.progressNotification(notification(number)))
        .then(Mono.just(text("after progress")));
  }

  private static Mono<McpSchema.ElicitResult> question(McpAsyncServerExchange exchange) {
    return exchange.createElicitation(
        McpSchema.ElicitFormRequest.builder(
                "Sure?", Map.of("type", "object", "properties", Map.of()))
            .build());
  }

  /** Returns the result of a tool with this content. */
  public static Object text(String text) {
    return Map.of("content", List.of(Map.of("type", "text", "text", text)));
  }

  private Mono<Object> hold(McpAsyncServerExchange exchange, String name) {
    Held call = new Held(exchange);
    if (!started(name).complete(call)) {
      held.put(name, CompletableFuture.completedFuture(call));
    }
    return call.result
        .asMono()
        .doOnCancel(
            () -> {
              cancelled.incrementAndGet();
              call.cancelled.complete(true);
            });
  }
}
