package io.jettymcp.transport.http;

import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
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
 * {@code /mcp} with sessions: Streamable HTTP as of 2025-03-26 and later. Headers such as {@code
 * Mcp-Method} say nothing here; clients send them beside any message.
 */
final class StreamableEndpoint implements Endpoint {
  private final StreamSessions sessions;
  private final MessageReader inbox;

  StreamableEndpoint(SessionContext workshop, SessionLimit places) {
    this.sessions = new StreamSessions(workshop, places);
    this.inbox = new MessageReader(workshop.json(), workshop.limits().depth());
  }

  @Override
  public Publisher<Void> serve(McpRequest visit) {
    return MessageReader.visited(
        visit,
        same ->
            switch (visit.method()) {
              case "POST" -> post(visit);
              case "GET" -> get(visit);
              case "DELETE" -> delete(visit);
              default -> inbox.notAllowed(visit, "GET, POST, DELETE");
            });
  }

  private Publisher<Void> post(McpRequest visit) throws HttpError {
    AcceptHeader accepted = AcceptHeader.of(visit.header("Accept")).require();
    return inbox.read(visit, message -> post(visit, message, accepted));
  }

  private Publisher<Void> post(McpRequest visit, JsonRpcMessage message, AcceptHeader accepted)
      throws HttpError {
    if (message instanceof JsonRpcMessage.Request request
        && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      return initialize(visit, request, accepted);
    }
    if (message instanceof JsonRpcMessage.Request) {
      sessions.requireService();
    }
    StreamSession session = session(visit);
    return session.visit(session.post(visit, message, accepted));
  }

  /** The session of a request, which must name its revision or none. */
  private StreamSession session(McpRequest visit) throws HttpError {
    Optional<String> version = MessageReader.requireKnownVersion(visit);
    StreamSession session = sessions.of(visit);
    String agreed = session.client().revision();
    if (version.isPresent() && !version.get().equals(agreed)) {
      throw new HttpError(
          400, MessageReader.VERSION + " must be " + agreed + ", as agreed in initialize.");
    }
    return session;
  }

  private Publisher<Void> initialize(
      McpRequest visit, JsonRpcMessage.Request request, AcceptHeader accepted) throws HttpError {
    StreamSession session = sessions.open(visit.caller());
    AtomicBoolean settled = new AtomicBoolean();
    Mono<String> answer =
        Mono.create(
            sink ->
                sink.onDispose(
                    session.take(
                        request, CallAdmission.around(visit), new OnlyAnswer(sink::success))));
    return Mono.firstWithSignal(answer, visit.gone().then(Mono.empty()))
        .flatMapMany(
            json -> {
              Map<String, String> headers = new HashMap<>();
              if (session.client().isAgreed() && settled.compareAndSet(false, true)) {
                sessions.keep(session);
                headers.put(StreamSessions.HEADER, session.id());
              }
              return answer(visit, accepted, headers, json);
            })
        .doFinally(
            end -> {
              if (settled.compareAndSet(false, true)) {
                sessions.release(session);
              }
            });
  }

  private static Publisher<Void> answer(
      McpRequest visit, AcceptHeader accepted, Map<String, String> headers, String json) {
    if (accepted.json()) {
      return visit.json(200, headers, json);
    }
    return visit.events(headers, Flux.just(ServerSentEvents.message(json)));
  }

  /** For a call that says nothing but its answer. */
  private record OnlyAnswer(Consumer<String> to) implements MessageSink {
    @Override
    public void tell(String message) {
      throw new IllegalStateException("nothing but the answer is taken");
    }

    @Override
    public void ask(String question) {
      tell(question);
    }

    @Override
    public void answer(String message) {
      to.accept(message);
    }

    @Override
    public void cancelled() {}
  }

  private Publisher<Void> get(McpRequest visit) throws HttpError {
    AcceptHeader.of(visit.header("Accept")).requireEvents();
    StreamSession session = session(visit);
    Optional<String> lastEvent = visit.header("Last-Event-ID");
    if (lastEvent.isPresent()) {
      return session.visit(session.resume(visit, lastEvent.get()));
    }
    sessions.requireService();
    return session.visit(session.stand(visit));
  }

  private Publisher<Void> delete(McpRequest visit) throws HttpError {
    sessions.close(session(visit));
    return visit.empty(204, Map.of());
  }

  @Override
  public void drain() {
    sessions.drain();
  }

  @Override
  public void close() {
    sessions.closeAll();
  }

  StreamSessions sessions() {
    return sessions;
  }
}
