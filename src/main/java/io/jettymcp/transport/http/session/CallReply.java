package io.jettymcp.transport.http.session;

import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.MessageSink;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.jettymcp.transport.http.stream.EventLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Sends the reply to one POST with a call: one JSON document if the response comes first and soon,
 * otherwise a stream. The client may resume a broken stream for some time.
 */
final class CallReply implements MessageSink {
  /** The time to wait for a first message before a stream begins, which is then kept alive. */
  static final Duration STREAM_DELAY = Duration.ofSeconds(1);

  /** The legacy era responds to every call with 200. */
  static final IntUnaryOperator ALWAYS_OK = code -> 200;

  /** How long an ended stream without events can be resumed: a client tries once, and gets 204. */
  private static final Duration EMPTY_STREAM_WINDOW = Duration.ofSeconds(10);

  /** As JSON; empty once the call is settled, because it can be large. */
  private volatile String id;

  private final IntUnaryOperator status;
  private final boolean acceptsJson;
  private final boolean acceptsEvents;
  private final Stream stream;
  private final Slot slot;
  private final Scheduler timer;

  private final Sinks.One<Responder> response = Sinks.one();
  private final Disposable.Swap call = Disposables.swap();
  private final Disposable.Swap streamTimer = Disposables.swap();
  private final Disposable.Swap resumeTimer = Disposables.swap();
  private volatile boolean dispatched;
  private boolean committed;
  private boolean streaming;
  private boolean settled;

  /**
   * The stream that a reply may become.
   *
   * @param priming its first event, or an empty string
   * @param resumeWindow how long it waits for a client that disconnected; zero if none can resume
   * @param endsIfLossy whether it ends once an event was dropped, because the client needs each
   * @param onEnd runs when the reply has ended and no client can resume it
   */
  record Stream(
      EventLog log, String priming, Duration resumeWindow, boolean endsIfLossy, Runnable onEnd) {}

  /** Starts the call that a reply is for. */
  interface Dispatch {
    Disposable start(CallReply reply);
  }

  private interface Responder {
    Publisher<Void> respond(McpRequest request);
  }

  /**
   * @param status the HTTP status of a response that is an error, by its JSON-RPC code
   */
  CallReply(
      JsonRpcMessage.Request call,
      AcceptHeader accept,
      Stream stream,
      Slot slot,
      Scheduler timer,
      IntUnaryOperator status) {
    // Not the call itself, whose params can be large: a reply may be held for minutes.
    this.id = call.id();
    this.status = status;
    this.acceptsJson = accept.json();
    this.acceptsEvents = accept.events();
    this.stream = stream;
    this.slot = slot;
    this.timer = timer;
  }

  /**
   * Dispatches the call if the caller is authorized, and responds with its outcome. Fails with an
   * {@link HttpError} if the caller is not.
   */
  Publisher<Void> serve(McpRequest request, Mono<Boolean> authorized, Dispatch dispatch) {
    Mono<Responder> dispatching =
        authorized.doOnNext(allowed -> begin(allowed, dispatch)).then(Mono.never());
    Mono<Responder> disconnected = request.disconnected().then(Mono.empty());
    return Mono.firstWithSignal(response.asMono(), dispatching, disconnected)
        .flatMapMany(responder -> responder.respond(request))
        .doFinally(end -> onDisconnected());
  }

  private void begin(boolean allowed, Dispatch dispatch) {
    if (!allowed) {
      commit(request -> Mono.error(CallAdmission.invalidToken()));
      return;
    }
    if (!acceptsJson) {
      startStream();
    } else if (acceptsEvents) {
      streamTimer.update(
          timer.schedule(this::startStream, STREAM_DELAY.toMillis(), TimeUnit.MILLISECONDS));
    }
    call.update(dispatch.start(this));
    // Only now does the dispatcher know the call and can cancel it.
    dispatched = true;
  }

  @Override
  public void notify(String notification) {
    requireEvents();
    stream.log().append(notification);
    startStream();
    if (stream.endsIfLossy() && stream.log().isLossy()) {
      abandon();
    }
  }

  @Override
  public void request(String request) {
    requireEvents();
    stream.log().appendRequired(request);
    startStream();
  }

  private void requireEvents() {
    if (!acceptsEvents) {
      throw new IllegalStateException("the client accepts no events");
    }
  }

  @Override
  public void respond(String json) {
    respond(200, json);
  }

  @Override
  public void respondError(int code, String json) {
    respond(status.applyAsInt(code), json);
  }

  private void respond(int httpStatus, String json) {
    if (acceptsJson && commit(request -> request.respondJson(httpStatus, Map.of(), json))) {
      return;
    }
    stream.log().appendRequired(json);
    stream.log().end();
    settle();
  }

  /**
   * {@inheritDoc} A stream ends. Without one the status is 202: every client accepts it, and none
   * waits for a response that it has cancelled.
   */
  @Override
  public void cancelled() {
    if (!commit(CallReply::accepted)) {
      stream.log().end();
      settle();
    }
  }

  private static Publisher<Void> accepted(McpRequest request) {
    return request.respondEmpty(202, Map.of());
  }

  boolean hasId(String id) {
    return this.id.equals(id);
  }

  boolean isDispatched() {
    return dispatched;
  }

  boolean isStream() {
    synchronized (this) {
      return streaming;
    }
  }

  /** Responds to a client that resumes the stream after an event. */
  Publisher<Void> resume(McpRequest request, long after) {
    if (!stream.log().hasMoreAfter(after)) {
      // Clients, like browsers, take an empty stream for a broken one and resume it for ever.
      return request.respondEmpty(204, Map.of());
    }
    resumeTimer.update(Disposables.disposed());
    return Mono.from(request.respondEvents(Map.of(), stream.log().read(after, "")))
        .doFinally(end -> onDisconnected());
  }

  /** Returns whether the stream has had an event with that number. */
  boolean hasEvent(long number) {
    return number <= stream.log().last();
  }

  private void startStream() {
    synchronized (this) {
      if (committed) {
        return;
      }
      committed = true;
      streaming = true;
    }
    streamTimer.dispose();
    response.tryEmitValue(
        request -> request.respondEvents(Map.of(), stream.log().read(0, stream.priming())));
  }

  /** Responds without a stream; false if the kind of response is settled already. */
  private boolean commit(Responder responder) {
    synchronized (this) {
      if (committed) {
        return false;
      }
      committed = true;
    }
    streamTimer.dispose();
    end();
    response.tryEmitValue(responder);
    return true;
  }

  private void onDisconnected() {
    if (!isStream()) {
      abandon();
    } else if (!stream.log().isBeingRead()) {
      if (stream.resumeWindow().isZero() || !stream.log().wasRead()) {
        abandon();
      } else {
        stream.log().onLost(this::abandonUnlessRead);
        resumeTimer.update(
            timer.schedule(
                this::abandonUnlessRead, resumeWindow().toMillis(), TimeUnit.MILLISECONDS));
      }
    }
  }

  private Duration resumeWindow() {
    boolean empty = !stream.log().hasMoreAfter(0);
    return empty && EMPTY_STREAM_WINDOW.compareTo(stream.resumeWindow()) < 0
        ? EMPTY_STREAM_WINDOW
        : stream.resumeWindow();
  }

  /**
   * Abandons the reply unless a client resumed it just when the window closed, or before its old
   * connection ended.
   */
  private void abandonUnlessRead() {
    if (!stream.log().isBeingRead()) {
      abandon();
    }
  }

  /** Cancels the call, if it has no response yet, and frees everything that is held for it. */
  void abandon() {
    call.dispose();
    if (!commit(CallReply::accepted)) {
      end();
    }
  }

  /** Ends the reply with its session. */
  void sessionEnded() {
    if (!commit(request -> request.respondError(StreamSessions.notFound()))) {
      end();
    }
    call.dispose();
  }

  private void end() {
    resumeTimer.dispose();
    stream.log().discard();
    settle();
    stream.onEnd().run();
  }

  private void settle() {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
    }
    streamTimer.dispose();
    // Has no effect on a call with a response, but drops the reference to it.
    call.dispose();
    id = "";
    slot.close();
  }
}
