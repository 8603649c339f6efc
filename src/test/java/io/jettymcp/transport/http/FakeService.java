package io.jettymcp.transport.http;

import io.jettymcp.mcp.InitializeResponse;
import io.jettymcp.mcp.McpService;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/**
 * A server of which tests answer the calls: {@code echo} answers at once, {@code tell} tells of its
 * progress and {@code ask} asks a person before; any other tool waits for the test, which finds it
 * by that name.
 */
final class FakeService implements McpService {
  private final Map<Object, CompletableFuture<Held>> held = new ConcurrentHashMap<>();
  final AtomicInteger cancelled = new AtomicInteger();

  /** A call that waits for the test. */
  static final class Held {
    final McpAsyncServerExchange exchange;
    final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    private final Sinks.One<Object> answer = Sinks.one();

    private Held(McpAsyncServerExchange exchange) {
      this.exchange = exchange;
    }

    void answer(Object result) {
      answer.tryEmitValue(result);
    }

    void progress(int number) {
      exchange
          .progressNotification(McpSchema.ProgressNotification.builder("token", number).build())
          .block();
    }

    void release() {
      ((Runnable) exchange.transportContext().get("release")).run();
    }
  }

  /** The last call of that name; it is waited for. */
  Held held(String name) {
    return begun(name).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private CompletableFuture<Held> begun(String name) {
    return held.computeIfAbsent(name, same -> new CompletableFuture<>());
  }

  boolean hasBegun(String name) {
    return begun(name).isDone();
  }

  @Override
  public InitializeResponse initialize(String revision) {
    if (revision.equals("refused")) {
      throw McpError.builder(-32602).message("no such version").build();
    }
    return new InitializeResponse(
        revision,
        "{\"protocolVersion\":\""
            + revision
            + "\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
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
      case "tell" -> tell(exchange);
      case "ask" -> ask(exchange);
      default -> hold(exchange, name);
    };
  }

  private static Mono<Object> tell(McpAsyncServerExchange exchange) {
    return Flux.range(1, 3)
        .concatMap(
            number ->
                exchange.progressNotification(
                    McpSchema.ProgressNotification.builder("token", number).build()))
        .then(Mono.just(text("told")));
  }

  private static Mono<Object> ask(McpAsyncServerExchange exchange) {
    return exchange
        .createElicitation(
            McpSchema.ElicitFormRequest.builder(
                    "Sure?", Map.of("type", "object", "properties", Map.of()))
                .build())
        .map(answer -> text(answer.action().name()));
  }

  private static Object text(String text) {
    return Map.of("content", List.of(Map.of("type", "text", "text", text)));
  }

  private Mono<Object> hold(McpAsyncServerExchange exchange, String name) {
    Held call = new Held(exchange);
    CompletableFuture<Held> waiting = begun(name);
    if (!waiting.complete(call)) {
      held.put(name, CompletableFuture.completedFuture(call));
    }
    return call.answer
        .asMono()
        .doOnCancel(
            () -> {
              cancelled.incrementAndGet();
              call.cancelled.complete(true);
            });
  }
}
