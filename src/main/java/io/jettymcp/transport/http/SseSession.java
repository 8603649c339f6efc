package io.jettymcp.transport.http;

import io.jettymcp.mcp.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One session of HTTP+SSE: all that is said to the client goes on its one stream. */
final class SseSession {
  private final String owner;
  private final ClientSession client;
  private final JsonRpcDispatcher conversation;
  private final EventLog log;
  private final Consumer<SseSession> ended;
  private final Set<Said> calls = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean draining;

  /**
   * @param ended is told once, when the session is over
   */
  SseSession(Caller caller, SessionContext workshop, Consumer<SseSession> ended) {
    this.owner = caller.owner();
    this.client = new ClientSession(caller.service(), workshop.json());
    this.conversation = workshop.conversation(client);
    this.ended = ended;
    this.log =
        new EventLog(
            new ReplayBuffer(workshop.reserve()),
            (number, message) -> ServerSentEvents.named("message", message),
            false,
            workshop.timer());
  }

  String id() {
    return client.id();
  }

  String owner() {
    return owner;
  }

  /** The session's stream, which first says where messages are to be sent. */
  Publisher<Void> stream(McpRequest visit) {
    String where = ServerSentEvents.named("endpoint", "/messages?sessionId=" + id());
    return Flux.from(visit.events(Map.of(), log.read(0, where))).doFinally(end -> close());
  }

  Publisher<Void> post(McpRequest visit, JsonRpcMessage message) throws HttpError {
    if (!(message instanceof JsonRpcMessage.Request request)) {
      conversation.take(message, new Said(() -> {}));
      return visit.empty(202, Map.of());
    }
    Said said = new Said(CallAdmission.enter(visit, request));
    calls.add(said);
    Mono<Boolean> mayCall =
        CallAdmission.isCall(request) ? visit.caller().isAccepted() : Mono.just(true);
    return mayCall
        .doOnCancel(said::settle)
        .flatMapMany(
            may -> {
              if (!may || over.get()) {
                said.settle();
                return visit.refuse(may ? StreamSessions.unknown() : CallAdmission.badToken());
              }
              Disposable call = conversation.take(request, CallAdmission.around(visit), said);
              if (over.get()) {
                call.dispose();
                said.settle();
              }
              return visit.empty(202, Map.of());
            });
  }

  /** Ends the session as soon as all its calls are answered. */
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
    if (over.compareAndSet(false, true)) {
      conversation.close();
      calls.forEach(Said::settle);
      log.discard();
      ended.accept(this);
    }
  }

  /** What is said about one message. */
  private final class Said implements MessageSink {
    private final McpRequest.CallSlot slot;
    private final AtomicBoolean settled = new AtomicBoolean();

    Said(McpRequest.CallSlot slot) {
      this.slot = slot;
    }

    @Override
    public void tell(String message) {
      log.tell(message);
      closeIfLossy();
    }

    @Override
    public void ask(String question) {
      log.require(question);
      closeIfLossy();
    }

    @Override
    public void answer(String message) {
      log.require(message);
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

    /** A client that cannot be told everything is better off knowing that. */
    private void closeIfLossy() {
      if (log.isLossy()) {
        close();
      }
    }
  }
}
