package io.jettymcp.transport;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.mcp.modern.ModernDispatcher;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Dispatches the messages of one client: a request of the modern era on its own, anything else to
 * the client's session.
 */
public final class JsonRpcDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(JsonRpcDispatcher.class);

  /** An error code of the range that JSON-RPC reserves for servers. */
  private static final int BUSY = -32000;

  private final JsonRpcResponses responses;
  private final Executor workers;
  private final ClientSession session;
  private final Optional<ModernDispatcher> modern;
  private final CallRunner calls;

  /**
   * @param session of requests of the legacy era
   * @param modern handles those of the modern era, if they are served here
   * @param workers run the handlers; other dispatchers may share them
   */
  public JsonRpcDispatcher(
      McpJsonMapper json,
      ClientSession session,
      Optional<ModernDispatcher> modern,
      Executor workers) {
    this.responses = new JsonRpcResponses(json);
    this.workers = workers;
    this.session = session;
    this.modern = modern;
    this.calls = new CallRunner(json, responses, workers);
  }

  /** Dispatches a message as {@link #dispatch(JsonRpcMessage, Map, MessageSink)} does. */
  public Disposable dispatch(JsonRpcMessage message, MessageSink sink) {
    return dispatch(message, Map.of(), sink);
  }

  /**
   * Dispatches a message without waiting for its outcome. One thread must pass the messages whose
   * order matters.
   *
   * @param context what the transport knows of the message, for its handler
   * @return cancels the call; has no effect once the call has its response
   */
  public Disposable dispatch(
      JsonRpcMessage message, Map<String, Object> context, MessageSink sink) {
    if (message instanceof JsonRpcMessage.Request request) {
      return call(request, context, sink);
    }
    if (message instanceof JsonRpcMessage.Cancellation cancellation) {
      calls.cancel(cancellation.id());
    } else if (message instanceof JsonRpcMessage.Response response) {
      workers.execute(() -> session.answered(response.response()));
    } else if (message instanceof JsonRpcMessage.Invalid invalid) {
      sink.respondError(
          invalid.code(), responses.error(invalid.id(), invalid.code(), invalid.message()));
    }
    return Disposables.disposed();
  }

  /** Returns true if no call waits for its response. */
  public boolean isIdle() {
    return calls.isIdle();
  }

  /** Waits until all calls have their responses, at most for the timeout. */
  public void awaitIdle(Duration timeout) throws InterruptedException {
    calls.awaitIdle(timeout);
  }

  /** Stops the calls in flight; they get no response. */
  public void cancelAll() {
    calls.cancelAll();
  }

  /** Stops the calls in flight and ends the session. */
  public void close() {
    calls.cancelAll();
    session.close();
  }

  private Disposable call(
      JsonRpcMessage.Request request, Map<String, Object> context, MessageSink sink) {
    if (calls.has(request.id())) {
      return calls.rejectDuplicateId(request, sink);
    }
    boolean isModern =
        modern.isPresent() && ModernDispatcher.isModern(request.method(), request.params());
    LOG.debug("Received a request of the {} era", isModern ? "modern" : "legacy");
    return isModern
        ? modernCall(modern.get(), request, context, sink)
        : legacyCall(request, context, sink);
  }

  private Disposable modernCall(
      ModernDispatcher modern,
      JsonRpcMessage.Request request,
      Map<String, Object> context,
      MessageSink sink) {
    try {
      ModernDispatcher.Accepted accepted = modern.accept(request.method(), request.params());
      if (request.method().equals(ModernDispatcher.DISCOVER)) {
        return greet(request, sink, accepted.discovery());
      }
      Optional<String> prepared = accepted.prepared();
      return prepared.isPresent()
          ? greet(request, sink, prepared.get())
          : calls.run(
              request,
              sink,
              ErrorCodes.INTERNAL_ERROR,
              call -> accepted.handle(request.id(), context, call));
    } catch (RuntimeException e) {
      return calls.reject(request, sink, CallRunner.error(e));
    }
  }

  private Disposable legacyCall(
      JsonRpcMessage.Request request, Map<String, Object> context, MessageSink sink) {
    if (request.method().equals(McpSchema.METHOD_PING)) {
      return respond(request, sink, "{}");
    }
    if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      return initialize(request, sink);
    }
    if (!session.isAgreed()) {
      return calls.reject(
          request,
          sink,
          new JSONRPCError(ErrorCodes.INVALID_REQUEST, "Invalid request: call initialize first"));
    }
    Optional<String> prepared = session.prepared(request.method(), request.params());
    if (prepared.isPresent()) {
      return respond(request, sink, prepared.get());
    }
    return calls.run(
        request,
        sink,
        BUSY,
        call -> session.handle(request.method(), request.params(), context, call));
  }

  private Disposable initialize(JsonRpcMessage.Request request, MessageSink sink) {
    try {
      return greet(request, sink, session.initialize(request.params()));
    } catch (RuntimeException e) {
      return calls.reject(request, sink, CallRunner.error(e));
    }
  }

  private static Disposable greet(JsonRpcMessage.Request request, MessageSink sink, String result) {
    sink.greet(JsonRpcResponses.resultOf(request.id(), result));
    return Disposables.disposed();
  }

  private static Disposable respond(
      JsonRpcMessage.Request request, MessageSink sink, String result) {
    sink.respond(JsonRpcResponses.resultOf(request.id(), result));
    return Disposables.disposed();
  }
}
