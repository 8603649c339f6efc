package io.jettymcp.transport.http.session;

import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.jettymcp.transport.http.header.HeaderNames;
import io.jettymcp.transport.http.stream.ServerSentEvents;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serves {@code /mcp}: Streamable HTTP with sessions, as of 2025-03-26 to 2025-11-25, where headers
 * such as {@code Mcp-Method} are ignored because clients send them with any message; and requests
 * of the modern era.
 */
final class StreamableEndpoint implements Endpoint {
  private final SessionContext context;
  private final StreamSessions sessions;
  private final MessageReader reader;
  private final ModernRequests modern;

  StreamableEndpoint(SessionContext context) {
    this.context = context;
    this.sessions = new StreamSessions(context);
    this.reader = new MessageReader(context);
    this.modern = new ModernRequests(context);
  }

  @Override
  public Publisher<Void> serve(McpRequest request) {
    return MessageReader.handle(
        request,
        same ->
            switch (request.method()) {
              case "GET" -> get(request);
              case "DELETE" -> delete(request);
              default -> post(request);
            });
  }

  private Publisher<Void> post(McpRequest request) throws HttpError {
    AcceptHeader accept = AcceptHeader.of(request.header("Accept")).requireAny();
    return reader.read(request, message -> post(request, message, accept));
  }

  private Publisher<Void> post(McpRequest request, JsonRpcMessage message, AcceptHeader accept)
      throws HttpError {
    if (ModernRequests.isModern(request, message)) {
      return modern.serve(request, message, accept);
    }
    if (message instanceof JsonRpcMessage.Request call
        && call.method().equals(McpSchema.METHOD_INITIALIZE)) {
      sessions.requireNotDraining();
      return context.openVerified(request, status -> initialize(request, call, accept, status));
    }
    if (message instanceof JsonRpcMessage.Request) {
      sessions.requireNotDraining();
    }
    StreamSession session = session(request);
    return session.keepInUse(session.post(request, message, accept));
  }

  /**
   * Returns the session of a request. Its protocol version may be any supported one: some clients
   * send the one they asked for, or a fixed one, instead of the negotiated one.
   */
  private StreamSession session(McpRequest request) throws HttpError {
    MessageReader.requireKnownVersion(request);
    return sessions.find(request);
  }

  private Publisher<Void> initialize(
      McpRequest request, JsonRpcMessage.Request call, AcceptHeader accept, TokenStatus status)
      throws HttpError {
    StreamSession session = sessions.open(request.caller(), status);
    AtomicBoolean settled = new AtomicBoolean();
    Mono<String> response =
        Mono.create(
            sink ->
                sink.onDispose(session.initialize(request, call, new ResponseSink(sink::success))));
    return Mono.firstWithSignal(response, request.disconnected().then(Mono.empty()))
        .flatMapMany(
            json -> {
              Map<String, String> headers = new HashMap<>();
              if (session.client().isAgreed() && settled.compareAndSet(false, true)) {
                sessions.register(session);
                headers.put(HeaderNames.SESSION_ID, session.id());
              }
              return respond(request, accept, headers, json);
            })
        .doFinally(
            end -> {
              if (settled.compareAndSet(false, true)) {
                session.close();
              }
            });
  }

  private static Publisher<Void> respond(
      McpRequest request, AcceptHeader accept, Map<String, String> headers, String json) {
    if (accept.json()) {
      return request.respondJson(200, headers, json);
    }
    return request.respondEvents(headers, Flux.just(ServerSentEvents.message(json)));
  }

  /** Accepts the response only. */
  private record ResponseSink(Consumer<String> onResponse) implements MessageSink {
    @Override
    public void notify(String notification) {
      throw new IllegalStateException("only the response is accepted");
    }

    @Override
    public void request(String request) {
      notify(request);
    }

    @Override
    public void respond(String response) {
      onResponse.accept(response);
    }

    @Override
    public void cancelled() {}
  }

  private Publisher<Void> get(McpRequest request) throws HttpError {
    AcceptHeader.of(request.header("Accept")).requireEvents();
    StreamSession session = session(request);
    Optional<String> lastEventId = request.header(HeaderNames.LAST_EVENT_ID);
    if (lastEventId.isPresent()) {
      return session.keepInUse(session.resume(request, lastEventId.get()));
    }
    sessions.requireNotDraining();
    return session.keepInUse(session.listen(request));
  }

  private Publisher<Void> delete(McpRequest request) throws HttpError {
    sessions.close(session(request));
    return request.respondEmpty(204, Map.of());
  }

  @Override
  public void drain() {
    sessions.drain();
    modern.drain();
  }

  @Override
  public void close() {
    sessions.closeAll();
    modern.close();
  }
}
