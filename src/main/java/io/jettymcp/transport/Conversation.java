package io.jettymcp.transport;

import io.jettymcp.transport.InFlight.Call;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What is said between the client and the SDK's session. Each call is handled on its own, so that
 * it can be cancelled, and has at most one answer, whatever its handler does.
 */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  /** Enough for handlers, which wait for Jetty without a thread and only shape replies on one. */
  private static final int WORKERS = 8;

  /** Of the range that JSON-RPC leaves to servers. */
  private static final int BUSY = -32000;

  private final McpJsonMapper json;
  private final MessageWriter writer;
  private final Runnable end;
  private final Answers answers;
  private final InFlight calls = new InFlight();
  private final ThreadPoolExecutor workers;
  private final McpServerSession session;
  private final AtomicBoolean announced = new AtomicBoolean();

  /** Whether an {@code initialize} was answered with a result. */
  private volatile boolean initialized;

  /** Gives whether calls may be handled, as soon as that is known. Only the reader touches it. */
  private Mono<Boolean> handshake = Mono.just(false);

  /** {@code end} is run when the session closes itself. */
  Conversation(
      McpJsonMapper json, McpServerSession.Factory sessions, MessageWriter writer, Runnable end) {
    this.json = json;
    this.writer = writer;
    this.end = end;
    this.answers = new Answers(json);
    this.workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> StdioTransport.daemon("stdio-worker", work),
            new ThreadPoolExecutor.DiscardPolicy());
    workers.allowCoreThreadTimeOut(true);
    this.session = sessions.create(new Channel());
  }

  /** Takes in what the client said, and does not wait for what comes of it. */
  void take(Incoming message) {
    if (message instanceof Incoming.Request request) {
      call(request);
    } else if (message instanceof Incoming.Cancellation cancellation) {
      cancel(cancellation.id());
    } else if (message instanceof Incoming.Answer answer) {
      workers.execute(() -> pass(answer.response()));
    } else if (message instanceof Incoming.Notification notification) {
      hear(notification);
    } else if (message instanceof Incoming.Wrong wrong) {
      writer.write(answers.error(wrong.id(), wrong.code(), wrong.message()));
    }
  }

  /** Waits, at most that long, until all calls are answered. */
  void awaitAnswers(Duration longest) throws InterruptedException {
    calls.awaitNone(longest);
  }

  /** Stops the calls that are left; they get no answer. */
  void cancelAll() {
    calls.cancelAll();
  }

  /** Stops everything; what is said from here on is not heard. */
  void close() {
    calls.cancelAll();
    workers.shutdownNow();
    session.close();
  }

  private void call(Incoming.Request request) {
    if (calls.holds(request.id())) {
      refuse(
          request, ErrorCodes.INVALID_REQUEST, "Invalid request: a call with this id is running");
    } else if (request.method().equals(McpSchema.METHOD_PING)) {
      writer.write(answers.result(request.id(), Map.of()));
    } else if (calls.size() >= StdioTransport.MOST_CALLS) {
      refuse(
          request,
          BUSY,
          "Too many calls at once: " + StdioTransport.MOST_CALLS + " wait for their answers");
    } else if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      initialize(calls.open(request.id(), request.method()), request);
    } else {
      Call call = calls.open(request.id(), request.method());
      handshake.subscribe(done -> begin(call, done ? handled(call, request) : early(call)));
    }
  }

  private void refuse(Incoming.Request request, int code, String why) {
    writer.write(answers.error(request.id(), code, why));
  }

  private void initialize(Call call, Incoming.Request request) {
    Sinks.One<Boolean> outcome = Sinks.one();
    if (!initialized) {
      handshake = outcome.asMono();
    }
    begin(call, handled(call, request).doFinally(end -> outcome.tryEmitValue(announce())));
  }

  /**
   * Tells the session that the client is ready once {@code initialize} is answered: until then it
   * holds back every call, for ever if a client never says so. Gives whether it is answered.
   */
  private boolean announce() {
    if (initialized && announced.compareAndSet(false, true)) {
      pass(new JSONRPCNotification(McpSchema.METHOD_NOTIFICATION_INITIALIZED));
    }
    return initialized;
  }

  private Mono<Void> early(Call call) {
    return Mono.fromRunnable(
        () ->
            calls.answer(
                call,
                () ->
                    writer.write(
                        answers.error(
                            call.id(),
                            ErrorCodes.INVALID_REQUEST,
                            "Invalid request: call initialize first"))));
  }

  /** Lets the session handle a call, and sees to it that there is an answer whatever happens. */
  private Mono<Void> handled(Call call, Incoming.Request request) {
    return handled(new JSONRPCRequest(request.method(), call.key(), request.params()))
        .onErrorComplete()
        .doOnTerminate(() -> fail(call));
  }

  /** Makes a signal of what Reactor throws at the subscriber, such as a class that is missing. */
  private Mono<Void> handled(JSONRPCMessage message) {
    return Mono.create(
        sink -> {
          try {
            sink.onDispose(
                session.handle(message).subscribe(nothing -> {}, sink::error, sink::success));
          } catch (Throwable fatal) {
            sink.error(new IllegalStateException(fatal));
          }
        });
  }

  private void begin(Call call, Mono<Void> work) {
    workers.execute(
        () -> {
          try {
            writer.awaitRoom();
            if (calls.holds(call)) {
              call.worksOn(work.subscribe());
            }
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** An internal error for a call that ended and was not answered. */
  private void fail(Call call) {
    calls.answer(
        call,
        () -> {
          LOG.warn("A call ended without an answer");
          writer.write(answers.internalError(call.id()));
        });
  }

  private void cancel(String id) {
    Call call = calls.withId(id);
    if (call != null && !call.method().equals(McpSchema.METHOD_INITIALIZE) && calls.cancel(call)) {
      call.stop();
    }
  }

  private void hear(Incoming.Notification notification) {
    if (!notification.method().equals(McpSchema.METHOD_NOTIFICATION_INITIALIZED)) {
      JSONRPCNotification heard =
          new JSONRPCNotification(notification.method(), notification.params());
      handshake.subscribe(
          done -> {
            if (done) {
              workers.execute(() -> pass(heard));
            }
          });
    }
  }

  private void pass(JSONRPCMessage message) {
    handled(message)
        .subscribe(
            nothing -> {},
            error -> LOG.warn("A message could not be handled: {}", error.getClass().getName()));
  }

  /** The session's way to the client. */
  private final class Channel implements McpServerTransport {
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromCallable(
          () -> {
            if (message instanceof JSONRPCResponse response) {
              answer(response);
            } else {
              writer.write(json.writeValueAsString(message));
            }
            return null;
          });
    }

    private void answer(JSONRPCResponse response) {
      Call call = calls.withKey((Long) response.id());
      if (call == null) {
        return;
      }
      calls.answer(
          call,
          () -> {
            if (response.error() == null) {
              if (call.method().equals(McpSchema.METHOD_INITIALIZE)) {
                initialized = true;
              }
              writer.write(answers.result(call.id(), response.result()));
            } else {
              writer.write(answers.error(call.id(), response.error()));
            }
          });
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      try {
        T value = json.convertValue(data, type);
        if (value != null) {
          return value;
        }
      } catch (RuntimeException unfit) {
        LOG.debug("Params do not fit: {}", unfit.getClass().getName());
      }
      // Without the reason: it would quote the params, which can hold a secret.
      throw McpError.builder(ErrorCodes.INVALID_PARAMS).message("Invalid params").build();
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.fromRunnable(end);
    }
  }
}
