package io.jettymcp.transport.http;

import io.jettymcp.transport.Incoming;
import io.jettymcp.transport.Outlet;
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
  private final Inbox inbox;

  StreamableEndpoint(Workshop workshop, SessionPlaces places) {
    this.sessions = new StreamSessions(workshop, places);
    this.inbox = new Inbox(workshop.json(), workshop.limits().depth());
  }

  @Override
  public Publisher<Void> serve(Visit visit) {
    return Inbox.visited(
        visit,
        same ->
            switch (visit.method()) {
              case "POST" -> post(visit);
              case "GET" -> get(visit);
              case "DELETE" -> delete(visit);
              default -> inbox.notAllowed(visit, "GET, POST, DELETE");
            });
  }

  private Publisher<Void> post(Visit visit) throws Refusal {
    Accepted accepted = Accepted.of(visit.header("Accept")).require();
    return inbox.read(visit, message -> post(visit, message, accepted));
  }

  private Publisher<Void> post(Visit visit, Incoming message, Accepted accepted) throws Refusal {
    if (message instanceof Incoming.Request request
        && request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      return initialize(visit, request, accepted);
    }
    if (message instanceof Incoming.Request) {
      sessions.requireService();
    }
    StreamSession session = session(visit);
    return session.visit(session.post(visit, message, accepted));
  }

  /** The session of a request, which must name its revision or none. */
  private StreamSession session(Visit visit) throws Refusal {
    Optional<String> version = Inbox.requireKnownVersion(visit);
    StreamSession session = sessions.of(visit);
    String agreed = session.client().revision();
    if (version.isPresent() && !version.get().equals(agreed)) {
      throw new Refusal(400, Inbox.VERSION + " must be " + agreed + ", as agreed in initialize.");
    }
    return session;
  }

  private Publisher<Void> initialize(Visit visit, Incoming.Request request, Accepted accepted)
      throws Refusal {
    StreamSession session = sessions.open(visit.caller());
    AtomicBoolean settled = new AtomicBoolean();
    Mono<String> answer =
        Mono.create(
            sink ->
                sink.onDispose(
                    session.take(request, Effort.around(visit), new OnlyAnswer(sink::success))));
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
      Visit visit, Accepted accepted, Map<String, String> headers, String json) {
    if (accepted.json()) {
      return visit.json(200, headers, json);
    }
    return visit.events(headers, Flux.just(Sse.message(json)));
  }

  /** For a call that says nothing but its answer. */
  private record OnlyAnswer(Consumer<String> to) implements Outlet {
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

  private Publisher<Void> get(Visit visit) throws Refusal {
    Accepted.of(visit.header("Accept")).requireEvents();
    StreamSession session = session(visit);
    Optional<String> lastEvent = visit.header("Last-Event-ID");
    if (lastEvent.isPresent()) {
      return session.visit(session.resume(visit, lastEvent.get()));
    }
    sessions.requireService();
    return session.visit(session.stand(visit));
  }

  private Publisher<Void> delete(Visit visit) throws Refusal {
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
