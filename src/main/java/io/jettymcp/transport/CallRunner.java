package io.jettymcp.transport;

import io.jettymcp.transport.InFlightCalls.Call;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/**
 * Runs the calls of one client. Each call is handled on its own, so that it can be cancelled, and
 * has at most one response, whatever its handler does.
 */
final class CallRunner {
  /** Calls that may wait for their responses; further calls are rejected. */
  static final int MAX_CALLS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);

  private static final JSONRPCError INTERNAL_ERROR =
      new JSONRPCError(ErrorCodes.INTERNAL_ERROR, "Internal error");

  private final McpJsonMapper json;
  private final JsonRpcResponses responses;
  private final Executor workers;
  private final InFlightCalls calls = new InFlightCalls();

  CallRunner(McpJsonMapper json, JsonRpcResponses responses, Executor workers) {
    this.json = json;
    this.responses = responses;
    this.workers = workers;
  }

  /** Starts the handler of a call with the way to its client. */
  interface Work {
    Mono<Object> start(Consumer<JSONRPCMessage> back);
  }

  boolean has(String id) {
    return calls.find(id) != null;
  }

  boolean isIdle() {
    return calls.size() == 0;
  }

  void awaitIdle(Duration timeout) throws InterruptedException {
    calls.awaitEmpty(timeout);
  }

  void cancelAll() {
    calls.cancelAll();
  }

  /**
   * Runs a call unless there are too many.
   *
   * @param busy the code of the error if there are
   * @return cancels the call
   */
  Disposable run(JsonRpcMessage.Request request, MessageSink sink, int busy, Work work) {
    if (calls.size() >= MAX_CALLS) {
      return reject(
          request,
          sink,
          new JSONRPCError(busy, "Call limit reached: " + MAX_CALLS + " calls in flight"));
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

  Disposable rejectDuplicateId(JsonRpcMessage.Request request, MessageSink sink) {
    return reject(
        request,
        sink,
        new JSONRPCError(
            ErrorCodes.INVALID_REQUEST, "Invalid request: a call with this id is in flight"));
  }

  Disposable reject(JsonRpcMessage.Request request, MessageSink sink, JSONRPCError error) {
    sink.respondError(error.code(), responses.error(request.id(), error));
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

  /** Returns the error to send for a failure; an unexpected one is not shown. */
  static JSONRPCError error(Throwable failure) {
    if (failure instanceof McpError known && known.getJsonRpcError() != null) {
      return known.getJsonRpcError();
    }
    LOG.warn("A call failed", withoutMessage(failure));
    return INTERNAL_ERROR;
  }

  /** Returns the class and the stack trace of a failure: its message may quote a secret. */
  private static Throwable withoutMessage(Throwable failure) {
    Throwable logged = new Throwable(failure.getClass().getName());
    logged.setStackTrace(failure.getStackTrace());
    return logged;
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

  void cancel(String id) {
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
