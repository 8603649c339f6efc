package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.jettymcp.transport.http.header.HeaderNames;
import io.jettymcp.transport.http.stream.EventLog;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.jettymcp.transport.http.stream.ServerSentEvents;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Runs one session of Streamable HTTP: its calls, and the streams that a client may resume. */
final class StreamSession {
  /** Ignores everything, for messages that get no response. */
  private static final MessageSink NO_RESPONSE =
      new MessageSink() {
        @Override
        public void notify(String notification) {}

        @Override
        public void request(String request) {}

        @Override
        public void respond(String response) {}

        @Override
        public void cancelled() {}
      };

  private final String owner;
  private final ClientSession client;
  private final JsonRpcDispatcher dispatcher;
  private final SessionContext context;
  private final SessionContext.Place place;
  private final ReplayBuffer buffer;
  private final EventLog sessionLog;
  private final Map<String, CallReply> replies = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile long lastUsed;
  private volatile boolean closed;

  /**
   * @param place is freed with the session
   */
  StreamSession(Caller caller, SessionContext context, SessionContext.Place place) {
    this.owner = caller.owner();
    this.context = context;
    this.place = place;
    this.client = new ClientSession(caller.service().legacy(), context.json());
    this.dispatcher = context.dispatcher(client);
    this.buffer = new ReplayBuffer(context.memory());
    this.sessionLog =
        context.eventLog(buffer, (number, message) -> ServerSentEvents.message(message));
    this.lastUsed = context.now();
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

  Disposable initialize(McpRequest request, JsonRpcMessage.Request call, MessageSink sink) {
    return dispatcher.dispatch(call, CallAdmission.context(request), sink);
  }

  /** Keeps the session from being idle until a response is complete. */
  Publisher<Void> keepInUse(Publisher<Void> response) {
    return Flux.defer(
        () -> {
          requests.incrementAndGet();
          return Flux.from(response)
              .doFinally(
                  end -> {
                    lastUsed = context.now();
                    requests.decrementAndGet();
                  });
        });
  }

  Publisher<Void> post(McpRequest request, JsonRpcMessage message, AcceptHeader accept)
      throws HttpError {
    if (message instanceof JsonRpcMessage.Request call) {
      return call(request, call, accept);
    }
    if (message instanceof JsonRpcMessage.Cancellation cancellation) {
      // The dispatcher does not know calls yet whose token is being verified.
      replies.values().stream()
          .filter(reply -> reply.hasId(cancellation.id()) && !reply.isDispatched())
          .forEach(CallReply::abandon);
    }
    dispatcher.dispatch(message, NO_RESPONSE);
    return request.respondEmpty(202, Map.of());
  }

  private Publisher<Void> call(McpRequest request, JsonRpcMessage.Request call, AcceptHeader accept)
      throws HttpError {
    String name = UUID.randomUUID().toString().substring(0, 18);
    ServerSentEvents.Framing framing =
        (number, message) -> ServerSentEvents.message(name + "-" + number, message);
    boolean primed = client.revision().compareTo(ProtocolVersions.MCP_2025_11_25) >= 0;
    CallReply reply =
        new CallReply(
            call,
            accept,
            new CallReply.Stream(
                new EventLog(buffer, framing, true, context.timer()),
                primed ? ServerSentEvents.priming(name + "-0") : "",
                context.limits().resumeWindow(),
                false,
                () -> replies.remove(name)),
            CallAdmission.acquireSlot(request, call),
            context.timer(),
            CallReply.ALWAYS_OK);
    replies.put(name, reply);
    if (closed) {
      reply.sessionEnded();
    }
    return reply.serve(
        request,
        CallAdmission.isAuthorized(request, call, place.unverified()),
        sink -> dispatcher.dispatch(call, CallAdmission.context(request), sink));
  }

  /** Responds with the stream of the session itself, which has no events; a newer one ends it. */
  Publisher<Void> listen(McpRequest request) {
    return request.respondEvents(Map.of(), sessionLog.read(0, ""));
  }

  /**
   * Resumes the stream that had an event.
   *
   * @param lastEventId the id of the last event that the client has received
   */
  Publisher<Void> resume(McpRequest request, String lastEventId) throws HttpError {
    int dash = lastEventId.lastIndexOf('-');
    Optional<Long> number = number(lastEventId.substring(dash + 1));
    CallReply reply = dash < 0 ? null : replies.get(lastEventId.substring(0, dash));
    if (reply == null || !reply.isStream() || number.filter(reply::hasEvent).isEmpty()) {
      throw new HttpError(
          400,
          "Unknown "
              + HeaderNames.LAST_EVENT_ID
              + "; a stream can be resumed for "
              + context.limits().resumeWindow().toSeconds()
              + " s.");
    }
    return reply.resume(request, number.get());
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,15}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  /** Ends the stream of the session itself. */
  void drain() {
    sessionLog.end();
  }

  /** Returns how long the session has been unused, in milliseconds; 0 while it is in use. */
  long idleMillis() {
    boolean used = requests.get() > 0 || !dispatcher.isIdle();
    return used ? 0 : context.now() - lastUsed;
  }

  void close() {
    closed = true;
    sessionLog.end();
    replies.values().forEach(CallReply::sessionEnded);
    dispatcher.close();
    place.all().close();
  }
}
