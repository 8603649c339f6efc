package io.jettymcp.transport.http;

import io.jettymcp.mcp.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** One session of Streamable HTTP: its calls, and the streams that a client may come back to. */
final class StreamSession {
  /** Messages that get no reply. */
  private static final MessageSink NOTHING =
      new MessageSink() {
        @Override
        public void tell(String message) {}

        @Override
        public void ask(String question) {}

        @Override
        public void answer(String message) {}

        @Override
        public void cancelled() {}
      };

  private final String owner;
  private final ClientSession client;
  private final JsonRpcDispatcher conversation;
  private final SessionContext workshop;
  private final ReplayBuffer buffer;
  private final EventLog standing;
  private final Map<String, CallReply> replies = new ConcurrentHashMap<>();
  private final AtomicInteger visits = new AtomicInteger();
  private volatile long lastVisit;
  private volatile boolean over;

  StreamSession(Caller caller, SessionContext workshop) {
    this.owner = caller.owner();
    this.workshop = workshop;
    this.client = new ClientSession(caller.service(), workshop.json());
    this.conversation = workshop.conversation(client);
    this.buffer = new ReplayBuffer(workshop.reserve());
    this.standing =
        new EventLog(
            buffer,
            (number, message) -> ServerSentEvents.message(message),
            false,
            workshop.timer());
    this.lastVisit = workshop.now();
  }

  String id() {
    return client.id();
  }

  String owner() {
    return owner;
  }

  ClientSession client() {
    return client;
  }

  Disposable take(JsonRpcMessage message, Map<String, Object> around, MessageSink outlet) {
    return conversation.take(message, around, outlet);
  }

  /** Keeps the session from being idle until the answer is complete. */
  Publisher<Void> visit(Publisher<Void> answer) {
    return Flux.defer(
        () -> {
          visits.incrementAndGet();
          return Flux.from(answer)
              .doFinally(
                  end -> {
                    lastVisit = workshop.now();
                    visits.decrementAndGet();
                  });
        });
  }

  /** Answers the POST of a message. */
  Publisher<Void> post(McpRequest visit, JsonRpcMessage message, AcceptHeader accepted)
      throws HttpError {
    if (message instanceof JsonRpcMessage.Request request) {
      return call(visit, request, accepted);
    }
    if (message instanceof JsonRpcMessage.Cancellation cancelled) {
      // Those that wait for the token to be tried are not known to the conversation yet.
      replies.values().stream()
          .filter(reply -> reply.isTo(cancelled.id()) && !reply.hasBegun())
          .forEach(CallReply::abandon);
    }
    conversation.take(message, NOTHING);
    return visit.empty(202, Map.of());
  }

  private Publisher<Void> call(
      McpRequest visit, JsonRpcMessage.Request request, AcceptHeader accepted) throws HttpError {
    String name = UUID.randomUUID().toString().substring(0, 18);
    ServerSentEvents.Framing framing =
        (number, message) -> ServerSentEvents.message(name + "-" + number, message);
    boolean primed = client.revision().compareTo(ProtocolVersions.MCP_2025_11_25) >= 0;
    CallReply reply =
        new CallReply(
            request,
            accepted,
            new CallReply.Stream(
                new EventLog(buffer, framing, true, workshop.timer()),
                primed ? ServerSentEvents.priming(name + "-0") : "",
                (number, none) -> ServerSentEvents.comeBack(name + "-" + number),
                workshop.limits().resumeWindow(),
                () -> replies.remove(name)),
            CallAdmission.enter(visit, request),
            workshop.timer());
    replies.put(name, reply);
    if (over) {
      reply.sessionOver();
    }
    return reply.answer(
        visit,
        begun -> {
          Map<String, Object> around = CallAdmission.around(visit);
          Runnable release = begun::release;
          around.put("release", release);
          return conversation.take(request, around, begun);
        });
  }

  /** The stream of the session itself, on which nothing is said; a newer one ends the older. */
  Publisher<Void> stand(McpRequest visit) {
    return visit.events(Map.of(), standing.read(0, ""));
  }

  /**
   * Goes on with the stream that had an event.
   *
   * @param lastEvent the id of the last event that the client knows of
   */
  Publisher<Void> resume(McpRequest visit, String lastEvent) throws HttpError {
    int dash = lastEvent.lastIndexOf('-');
    Optional<Long> number = number(lastEvent.substring(dash + 1));
    CallReply reply = dash < 0 ? null : replies.get(lastEvent.substring(0, dash));
    if (reply == null || !reply.isStream() || number.filter(reply::knows).isEmpty()) {
      throw new HttpError(
          400,
          "There is no stream with this Last-Event-ID; a stream can be resumed for "
              + workshop.limits().resumeWindow().toSeconds()
              + " s.");
    }
    return reply.resume(visit, number.get());
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,15}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /** Ends the stream on which nothing is said. */
  void drain() {
    standing.end();
  }

  /** For how long nobody has used the session, in milliseconds; 0 while it is in use. */
  long idleMillis() {
    boolean used = visits.get() > 0 || !conversation.isIdle();
    return used ? 0 : workshop.now() - lastVisit;
  }

  void close() {
    over = true;
    standing.end();
    replies.values().forEach(CallReply::sessionOver);
    conversation.close();
  }

  /** How many replies are held. */
  int replies() {
    return replies.size();
  }
}
