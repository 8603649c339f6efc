package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.stream.EventLog;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.jettymcp.transport.http.stream.ServerSentEvents;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Runs one session of HTTP+SSE: all messages to the client go on its one stream. */
final class SseSession {
  private final String owner;
  private final ClientSession client;
  private final JsonRpcDispatcher dispatcher;
  private final EventLog log;
  private final Slot unverified;
  private final Consumer<SseSession> onClose;
  private final Set<CallSink> calls = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean draining;

  /**
   * @param unverified is closed as soon as Jetty accepts the token
   * @param onClose runs once, when the session has ended
   */
  SseSession(Caller caller, SessionContext context, Slot unverified, Consumer<SseSession> onClose) {
    this.owner = caller.owner();
    this.client = new ClientSession(caller.service().legacy(), context.json());
    this.dispatcher = context.dispatcher(client);
    this.unverified = unverified;
    this.onClose = onClose;
    this.log =
        context.eventLog(
            new ReplayBuffer(context.memory()),
            (number, message) -> ServerSentEvents.named("message", message));
  }

  String id() {
    return client.id();
  }

  String owner() {
    return owner;
  }

  /** Responds with the session's stream, whose first event is the address for messages. */
  Publisher<Void> stream(McpRequest request) {
    // Relative, because a proxy may serve this server below a path of its own.
    String route = request.hasTrailingSlash() ? "../messages" : "messages";
    String endpoint = ServerSentEvents.named("endpoint", route + "?sessionId=" + id());
    return Flux.from(request.respondEvents(Map.of(), log.read(0, endpoint)))
        .doFinally(end -> close());
  }

  Publisher<Void> post(McpRequest request, JsonRpcMessage message) throws HttpError {
    if (!(message instanceof JsonRpcMessage.Request call)) {
      dispatcher.dispatch(message, new CallSink(() -> {}));
      return request.respondEmpty(202, Map.of());
    }
    CallSink sink = new CallSink(CallAdmission.acquireSlot(request, call));
    calls.add(sink);
    return CallAdmission.isAuthorized(request, call, unverified)
        .doOnCancel(sink::settle)
        .doOnError(failure -> sink.settle())
        .flatMapMany(authorized -> dispatch(request, call, sink, authorized));
  }

  private Publisher<Void> dispatch(
      McpRequest request, JsonRpcMessage.Request call, CallSink sink, boolean authorized) {
    if (!authorized || closed.get()) {
      sink.settle();
      return request.respondError(
          authorized ? StreamSessions.notFound() : CallAdmission.invalidToken());
    }
    Disposable work = dispatcher.dispatch(call, CallAdmission.context(request), sink);
    if (closed.get()) {
      work.dispose();
      sink.settle();
    }
    return request.respondEmpty(202, Map.of());
  }

  /** Ends the session as soon as all its calls have their responses. */
  void drain() {
    draining = true;
    endIfDrained();
  }

  private void endIfDrained() {
    if (draining && calls.isEmpty()) {
      log.end();
    }
  }

  void close() {
    if (closed.compareAndSet(false, true)) {
      dispatcher.close();
      calls.forEach(CallSink::settle);
      log.discard();
      onClose.accept(this);
    }
  }

  private final class CallSink implements MessageSink {
    private final Slot slot;
    private final AtomicBoolean settled = new AtomicBoolean();

    CallSink(Slot slot) {
      this.slot = slot;
    }

    @Override
    public void notify(String notification) {
      log.append(notification);
      closeIfLossy();
    }

    @Override
    public void request(String request) {
      log.appendRequired(request);
      closeIfLossy();
    }

    @Override
    public void respond(String response) {
      log.appendRequired(response);
      settle();
      closeIfLossy();
    }

    @Override
    public void cancelled() {
      settle();
    }

    private void settle() {
      if (settled.compareAndSet(false, true)) {
        calls.remove(this);
        slot.close();
        endIfDrained();
      }
    }

    /** Closes the session if a message was dropped, so that the client notices the loss. */
    private void closeIfLossy() {
      if (log.isLossy()) {
        close();
      }
    }
  }
}
