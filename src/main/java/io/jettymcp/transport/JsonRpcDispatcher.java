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
 * What is said between a client and its session. Each call is handled on its own, so that it can be
 * cancelled, and has at most one answer, whatever its handler does.
 */
public final class JsonRpcDispatcher {
  /** How many calls may wait for their answers; those beyond are refused. */
  public static final int MAX_CALLS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(JsonRpcDispatcher.class);

  /** Of the range that JSON-RPC leaves to servers. */
  private static final int BUSY = -32000;

  private final McpJsonMapper json;
  private final JsonRpcResponses answers;
  private final Executor workers;
  private final ClientSession session;
  private final InFlightCalls calls = new InFlightCalls();

  /**
   * @param workers carry out what comes of messages; they may be shared with other conversations
   */
  public JsonRpcDispatcher(McpJsonMapper json, ClientSession session, Executor workers) {
    this.json = json;
    this.answers = new JsonRpcResponses(json);
    this.workers = workers;
    this.session = session;
  }

  /** Takes in what the client said, as {@link #take(Incoming, Map, Outlet)}. */
  public Disposable take(JsonRpcMessage message, MessageSink outlet) {
    return take(message, Map.of(), outlet);
  }

  /**
   * Takes in what the client said, and does not wait for what comes of it. Messages that are to be
   * heard in order are to be given by one thread.
   *
   * @param around what the transport knows of the message, for its handler
   * @return gives a call up as if it was cancelled, and does nothing if it has an answer already
   */
  public Disposable take(JsonRpcMessage message, Map<String, Object> around, MessageSink outlet) {
    if (message instanceof JsonRpcMessage.Request request) {
      return call(request, around, outlet);
    }
    if (message instanceof JsonRpcMessage.Cancellation cancellation) {
      cancel(cancellation.id());
    } else if (message instanceof JsonRpcMessage.Answer answer) {
      workers.execute(() -> session.answered(answer.response()));
    } else if (message instanceof JsonRpcMessage.Wrong wrong) {
      outlet.answer(answers.error(wrong.id(), wrong.code(), wrong.message()));
    }
    return Disposables.disposed();
  }

  /** Whether no call waits for its answer. */
  public boolean isIdle() {
    return calls.size() == 0;
  }

  /** Waits, at most that long, until all calls are answered. */
  public void awaitAnswers(Duration longest) throws InterruptedException {
    calls.awaitNone(longest);
  }

  /** Stops the calls that are left; they get no answer. */
  public void cancelAll() {
    calls.cancelAll();
  }

  /** Stops everything; nobody is left to answer. */
  public void close() {
    calls.cancelAll();
    session.close();
  }

  private Disposable call(
      JsonRpcMessage.Request request, Map<String, Object> around, MessageSink outlet) {
    if (calls.withId(request.id()) != null) {
      return refuseSecond(request, outlet);
    }
    if (request.method().equals(McpSchema.METHOD_PING)) {
      return answer(request, outlet, "{}");
    }
    if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      return initialize(request, outlet);
    }
    if (!session.isAgreed()) {
      return refuse(
          request, outlet, ErrorCodes.INVALID_REQUEST, "Invalid request: call initialize first");
    }
    Optional<String> prepared = session.prepared(request.method());
    if (prepared.isPresent()) {
      return answer(request, outlet, prepared.get());
    }
    if (calls.size() >= MAX_CALLS) {
      return refuse(
          request, outlet, BUSY, "Too many calls at once: " + MAX_CALLS + " wait for answers");
    }
    Call call = calls.open(request.id(), outlet);
    if (call == null) {
      return refuseSecond(request, outlet);
    }
    begin(call, request, around);
    return () -> giveUp(call);
  }

  private Disposable refuseSecond(JsonRpcMessage.Request request, MessageSink outlet) {
    return refuse(
        request,
        outlet,
        ErrorCodes.INVALID_REQUEST,
        "Invalid request: a call with this id is running");
  }

  private Disposable refuse(
      JsonRpcMessage.Request request, MessageSink outlet, int code, String why) {
    outlet.answer(answers.error(request.id(), code, why));
    return Disposables.disposed();
  }

  private Disposable initialize(JsonRpcMessage.Request request, MessageSink outlet) {
    try {
      return answer(request, outlet, session.initialize(request.params()));
    } catch (RuntimeException refused) {
      outlet.answer(error(request.id(), refused));
      return Disposables.disposed();
    }
  }

  private static Disposable answer(
      JsonRpcMessage.Request request, MessageSink outlet, String result) {
    outlet.answer(JsonRpcResponses.written(request.id(), result));
    return Disposables.disposed();
  }

  /** Lets the session handle a call, and sees to it that there is an answer whatever happens. */
  private Disposable handle(Call call, JsonRpcMessage.Request request, Map<String, Object> around) {
    Answering answering = new Answering(call);
    // Makes an answer of what Reactor throws at the subscriber, such as a missing class.
    try {
      session.handle(request.method(), request.params(), around, answering).subscribe(answering);
    } catch (Throwable fatal) {
      answering.hookOnError(fatal);
    }
    return answering;
  }

  /** Takes what the handler of a call has to say, before its answer and as its answer. */
  private final class Answering extends BaseSubscriber<Object> implements Consumer<JSONRPCMessage> {
    private final Call call;

    Answering(Call call) {
      this.call = call;
    }

    @Override
    public void accept(JSONRPCMessage said) {
      say(call, said);
    }

    @Override
    protected void hookOnNext(Object result) {
      answer(call, answers.result(call.id(), result));
    }

    @Override
    protected void hookOnComplete() {
      if (calls.holds(call)) {
        LOG.warn("A call ended without an answer");
        answer(call, answers.internalError(call.id()));
      }
    }

    @Override
    protected void hookOnError(Throwable failure) {
      answer(call, error(call.id(), failure));
    }
  }

  private String error(String id, Throwable failure) {
    if (failure instanceof McpError known && known.getJsonRpcError() != null) {
      return answers.error(id, known.getJsonRpcError());
    }
    LOG.warn("A call failed: {}", failure.getClass().getName());
    return answers.internalError(id);
  }

  private void answer(Call call, String answer) {
    calls.answer(call, () -> call.outlet().answer(answer));
  }

  private void say(Call call, JSONRPCMessage said) {
    if (said instanceof JSONRPCRequest) {
      call.outlet().ask(written(said));
    } else {
      call.outlet().tell(written(said));
    }
  }

  private String written(JSONRPCMessage message) {
    try {
      return json.writeValueAsString(message);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void begin(Call call, JsonRpcMessage.Request request, Map<String, Object> around) {
    workers.execute(
        () -> {
          if (calls.holds(call)) {
            call.worksOn(handle(call, request, around));
          }
        });
  }

  private void cancel(String id) {
    Call call = calls.withId(id);
    if (call != null) {
      giveUp(call);
    }
  }

  private void giveUp(Call call) {
    if (calls.cancel(call)) {
      call.stop();
      call.outlet().cancelled();
    }
  }
}
