package io.jettymcp.transport;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.mcp.modern.ModernDispatcher;
import io.jettymcp.transport.InFlightCalls.Call;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/**
 * Dispatches the messages of one client to its session. Each call is handled on its own, so that it
 * can be cancelled, and has at most one response, whatever its handler does.
 */
public final class JsonRpcDispatcher {
  /** Calls that may wait for their responses; further calls are rejected. */
  public static final int MAX_CALLS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(JsonRpcDispatcher.class);

  /** An error code of the range that JSON-RPC reserves for servers. */
  private static final int BUSY = -32000;

  private static final JSONRPCError INTERNAL_ERROR =
      new JSONRPCError(ErrorCodes.INTERNAL_ERROR, "Internal error");

  private final McpJsonMapper json;
  private final JsonRpcResponses responses;
  private final Executor workers;
  private final ClientSession session;
  private final Optional<ModernDispatcher> modern;
  private final InFlightCalls calls = new InFlightCalls();

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
    this.json = json;
    this.responses = new JsonRpcResponses(json);
    this.workers = workers;
    this.session = session;
    this.modern = modern;
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
      cancel(cancellation.id());
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
    return calls.size() == 0;
  }

  /** Waits until all calls have their responses, at most for the timeout. */
  public void awaitIdle(Duration timeout) throws InterruptedException {
    calls.awaitEmpty(timeout);
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
    if (calls.find(request.id()) != null) {
      return rejectDuplicateId(request, sink);
    }
    return modern.isPresent() && ModernDispatcher.isModern(request.method(), request.params())
        ? modernCall(modern.get(), request, context, sink)
        : legacyCall(request, context, sink);
  }

  private Disposable modernCall(
      ModernDispatcher modern,
      JsonRpcMessage.Request request,
      Map<String, Object> context,
      MessageSink sink) {
    try {
      Optional<String> prepared = modern.prepared(request.method(), request.params());
      return prepared.isPresent()
          ? respond(request, sink, prepared.get())
          : register(
              request,
              sink,
              ErrorCodes.INTERNAL_ERROR,
              call ->
                  modern.handle(request.id(), request.method(), request.params(), context, call));
    } catch (McpError e) {
      return reject(request, sink, error(e));
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
      return reject(
          request, sink, ErrorCodes.INVALID_REQUEST, "Invalid request: call initialize first");
    }
    Optional<String> prepared = session.prepared(request.method(), request.params());
    if (prepared.isPresent()) {
      return respond(request, sink, prepared.get());
    }
    return register(
        request,
        sink,
        BUSY,
        call -> session.handle(request.method(), request.params(), context, call));
  }

  /** Starts a call with what its handler may send. */
  private interface Work {
    Mono<Object> start(Consumer<JSONRPCMessage> back);
  }

  /**
   * Starts a call unless there are too many.
   *
   * @param busy the code of the error if there are
   */
  private Disposable register(
      JsonRpcMessage.Request request, MessageSink sink, int busy, Work work) {
    if (calls.size() >= MAX_CALLS) {
      return reject(request, sink, busy, "Call limit reached: " + MAX_CALLS + " calls in flight");
    }
    Call call = calls.register(request.id(), sink);
    if (call == null) {
      return rejectDuplicateId(request, sink);
    }
    workers.execute(
        () -> {
          if (calls.contains(call)) {
            call.setWork(handle(call, work));
          }
        });
    return () -> cancel(call);
  }

  private Disposable rejectDuplicateId(JsonRpcMessage.Request request, MessageSink sink) {
    return reject(
        request,
        sink,
        ErrorCodes.INVALID_REQUEST,
        "Invalid request: a call with this id is in flight");
  }

  private Disposable reject(
      JsonRpcMessage.Request request, MessageSink sink, int code, String message) {
    return reject(request, sink, new JSONRPCError(code, message));
  }

  private Disposable reject(JsonRpcMessage.Request request, MessageSink sink, JSONRPCError error) {
    sink.respondError(error.code(), responses.error(request.id(), error));
    return Disposables.disposed();
  }

  private Disposable initialize(JsonRpcMessage.Request request, MessageSink sink) {
    try {
      return respond(request, sink, session.initialize(request.params()));
    } catch (RuntimeException e) {
      return reject(request, sink, error(e));
    }
  }

  private static Disposable respond(
      JsonRpcMessage.Request request, MessageSink sink, String result) {
    sink.respond(JsonRpcResponses.resultOf(request.id(), result));
    return Disposables.disposed();
  }

  /** Runs the handler of a call and guarantees a response whatever happens. */
  private Disposable handle(Call call, Work work) {
    CallSubscriber subscriber = new CallSubscriber(call);
    // Turns what Reactor throws at the subscriber, such as a missing class, into a response.
    try {
      work.start(subscriber).subscribe(subscriber);
    } catch (Throwable e) {
      subscriber.hookOnError(e);
    }
    return subscriber;
  }

  /** Passes on what the handler of a call sends, and its result or failure as the response. */
  private final class CallSubscriber extends BaseSubscriber<Object>
      implements Consumer<JSONRPCMessage> {
    private final Call call;

    CallSubscriber(Call call) {
      this.call = call;
    }

    @Override
    public void accept(JSONRPCMessage message) {
      send(call, message);
    }

    @Override
    protected void hookOnNext(Object result) {
      respond(call, responses.result(call.id(), result));
    }

    @Override
    protected void hookOnComplete() {
      if (calls.contains(call)) {
        LOG.warn("A call ended without a result");
        fail(call, INTERNAL_ERROR);
      }
    }

    @Override
    protected void hookOnError(Throwable failure) {
      fail(call, error(failure));
    }
  }

  private static JSONRPCError error(Throwable failure) {
    if (failure instanceof McpError known && known.getJsonRpcError() != null) {
      return known.getJsonRpcError();
    }
    LOG.warn("A call failed: {}", failure.getClass().getName());
    return INTERNAL_ERROR;
  }

  private void fail(Call call, JSONRPCError error) {
    String response = responses.error(call.id(), error);
    calls.respond(call, () -> call.sink().respondError(error.code(), response));
  }

  private void respond(Call call, String response) {
    calls.respond(call, () -> call.sink().respond(response));
  }

  private void send(Call call, JSONRPCMessage message) {
    if (message instanceof JSONRPCRequest) {
      call.sink().request(serialize(message));
    } else {
      call.sink().notify(serialize(message));
    }
  }

  private String serialize(JSONRPCMessage message) {
    try {
      return json.writeValueAsString(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cancel(String id) {
    Call call = calls.find(id);
    if (call != null) {
      cancel(call);
    }
  }

  private void cancel(Call call) {
    if (calls.cancel(call)) {
      call.stop();
      call.sink().cancelled();
    }
  }
}
