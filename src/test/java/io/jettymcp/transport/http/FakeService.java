package io.jettymcp.transport.http;

import io.jettymcp.protocol.Service;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A server of which tests answer the calls: {@code tools/call} with the name {@code echo} answers
 * at once; any other waits for the test, which finds it by that name.
 */
final class FakeService implements Service {
  private final Map<Object, Held> held = new ConcurrentHashMap<>();
  final AtomicInteger cancelled = new AtomicInteger();

  /** A call that waits for the test. */
  static final class Held {
    final McpAsyncServerExchange exchange;
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

  Held held(String name) {
    Held call = held.get(name);
    if (call == null) {
      throw new AssertionError("no call of " + name + " was begun");
    }
    return call;
  }

  boolean hasBegun(String name) {
    return held.containsKey(name);
  }

  @Override
  public Mono<McpSchema.InitializeResult> initialize(McpSchema.InitializeRequest request) {
    if (request.protocolVersion().equals("refused")) {
      return Mono.error(McpError.builder(-32602).message("no such version").build());
    }
    return Mono.just(
        McpSchema.InitializeResult.builder(
                request.protocolVersion(),
                McpSchema.ServerCapabilities.builder().tools(false).build(),
                McpSchema.Implementation.builder("test", "1").build())
            .build());
  }

  @Override
  public Map<String, McpRequestHandler<?>> handlers() {
    McpRequestHandler<Object> call = this::call;
    McpRequestHandler<Object> list = (exchange, params) -> Mono.just(Map.of());
    return Map.of(McpSchema.METHOD_TOOLS_CALL, call, McpSchema.METHOD_TOOLS_LIST, list);
  }

  private Mono<Object> call(McpAsyncServerExchange exchange, Object params) {
    String name = String.valueOf(((Map<?, ?>) params).get("name"));
    if (name.equals("echo")) {
      return Mono.just(params);
    }
    Held call = new Held(exchange);
    held.put(name, call);
    return call.answer.asMono().doOnCancel(cancelled::incrementAndGet);
  }
}
