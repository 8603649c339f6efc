package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.modern.Subscriptions;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.jettymcp.transport.http.stream.EventLog;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.jettymcp.transport.http.stream.ServerSentEvents;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import org.reactivestreams.Publisher;

/**
 * Serves calls outside of sessions. Each has a dispatcher of its own, because two requests may have
 * the same id; a broken connection cancels its call.
 */
final class IndependentCalls {
  private final SessionContext context;
  private final Set<CallReply> replies = ConcurrentHashMap.newKeySet();

  IndependentCalls(SessionContext context) {
    this.context = context;
  }

  /**
   * Dispatches a call and responds with its outcome.
   *
   * @param dispatcher for this call alone
   * @param slot is closed when the call has ended
   * @param status the HTTP status of an error, by its JSON-RPC code
   */
  Publisher<Void> serve(
      McpRequest request,
      JsonRpcMessage.Request call,
      AcceptHeader accept,
      JsonRpcDispatcher dispatcher,
      Slot slot,
      IntUnaryOperator status) {
    return new Running(call, accept, dispatcher, slot, status).serve(request, call);
  }

  /** A call and the reply to it. */
  private final class Running {
    private final JsonRpcDispatcher dispatcher;
    private final CallReply reply;

    Running(
        JsonRpcMessage.Request call,
        AcceptHeader accept,
        JsonRpcDispatcher dispatcher,
        Slot slot,
        IntUnaryOperator status) {
      this.dispatcher = dispatcher;
      EventLog log =
          context.eventLog(
              new ReplayBuffer(context.memory()),
              (number, message) -> ServerSentEvents.message(message));
      this.reply =
          new CallReply(
              call,
              accept,
              new CallReply.Stream(
                  log, "", Duration.ZERO, call.method().equals(Subscriptions.METHOD), this::end),
              slot,
              context.timer(),
              status);
    }

    Publisher<Void> serve(McpRequest request, JsonRpcMessage.Request call) {
      replies.add(reply);
      String owner = request.caller().owner();
      Slot unverified = () -> context.subscriptionPlaces().accepted(owner);
      return reply.serve(
          request,
          CallAdmission.isAuthorized(request, call, unverified),
          sink -> dispatcher.dispatch(call, CallAdmission.context(request), sink));
    }

    private void end() {
      replies.remove(reply);
      dispatcher.close();
    }
  }

  /** Ends all calls. */
  void abandon() {
    replies.forEach(CallReply::abandon);
  }
}
