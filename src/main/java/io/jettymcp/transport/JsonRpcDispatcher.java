package io.jettymcp.transport;

import io.jettymcp.mcp.ClientSession;
import io.jettymcp.transport.InFlightCalls.Call;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
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

  private final McpJsonMapper json;
  private final JsonRpcResponses responses;
  private final Executor workers;
  private final ClientSession session;
  private final InFlightCalls calls = new InFlightCalls();

  /**
   * @param workers run the handlers; other dispatchers may share them
   */
  public JsonRpcDispatcher(McpJsonMapper json, ClientSession session, Executor workers) {
    this.json = json;
    this.responses = new JsonRpcResponses(json);
    this.workers = workers;
    this.session = session;
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
      sink.respond(responses.error(invalid.id(), invalid.code(), invalid.message()));
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
    if (calls.size() >= MAX_CALLS) {
      return reject(request, sink, BUSY, "Call limit reached: " + MAX_CALLS + " calls in flight");
    }
    Call call = calls.register(request.id(), sink);
    if (call == null) {
      return rejectDuplicateId(request, sink);
    }
    start(call, request, context);
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
    sink.respond(responses.error(request.id(), code, message));
    return Disposables.disposed();
  }

  private Disposable initialize(JsonRpcMessage.Request request, MessageSink sink) {
    try {
      return respond(request, sink, session.initialize(request.params()));
    } catch (RuntimeException e) {
      sink.respond(error(request.id(), e));
      return Disposables.disposed();
    }
  }

  private static Disposable respond(
      JsonRpcMessage.Request request, MessageSink sink, String result) {
    sink.respond(JsonRpcResponses.resultOf(request.id(), result));
    return Disposables.disposed();
  }

  private void start(Call call, JsonRpcMessage.Request request, Map<String, Object> context) {
    workers.execute(
        () -> {
          if (calls.contains(call)) {
            call.setWork(handle(call, request, context));
          }
        });
  }

  /** Runs the handler of a call and guarantees a response whatever happens. */
  private Disposable handle(
      Call call, JsonRpcMessage.Request request, Map<String, Object> context) {
    CallSubscriber subscriber = new CallSubscriber(call);
    // Turns what Reactor throws at the subscriber, such as a missing class, into a response.
    try {
      session.handle(request.method(), request.params(), context, subscriber).subscribe(subscriber);
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
        respond(call, responses.internalError(call.id()));
      }
    }

    @Override
    protected void hookOnError(Throwable failure) {
      respond(call, error(call.id(), failure));
    }
  }

  private String error(String id, Throwable failure) {
    if (failure instanceof McpError known && known.getJsonRpcError() != null) {
      return responses.error(id, known.getJsonRpcError());
    }
    LOG.warn("A call failed: {}", failure.getClass().getName());
    return responses.internalError(id);
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
