package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.jettymcp.transport.http.stream.EventLog;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.jettymcp.transport.http.stream.ServerSentEvents;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;

/**
 * Serves {@code /mcp} without sessions: each POST is independent, so that any replica can serve it.
 * Nothing is known of the client but its protocol version, it cannot be sent requests, and a broken
 * connection cancels its call.
 */
final class StatelessEndpoint implements Endpoint {
  private final SessionContext context;
  private final MessageReader reader;
  private final ModernRequests modern;
  private final Set<CallReply> replies = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  StatelessEndpoint(SessionContext context) {
    this.context = context;
    this.reader = new MessageReader(context);
    this.modern = new ModernRequests(context);
  }

  @Override
  public Publisher<Void> serve(McpRequest request) {
    return MessageReader.handle(
        request,
        same ->
            request.method().equals("POST")
                ? post(request)
                : reader.methodNotAllowed(request, "POST"));
  }

  private Publisher<Void> post(McpRequest request) throws HttpError {
    AcceptHeader accept = AcceptHeader.of(request.header("Accept")).requireAny();
    return reader.read(
        request,
        message -> {
          if (ModernRequests.isModern(request, message)) {
            return modern.serve(request, message, accept);
          }
          return message instanceof JsonRpcMessage.Request call
              ? call(request, call, accept)
              : accept(request);
        });
  }

  private static Publisher<Void> accept(McpRequest request) throws HttpError {
    MessageReader.requireKnownVersion(request);
    return request.respondEmpty(202, Map.of());
  }

  private Publisher<Void> call(McpRequest request, JsonRpcMessage.Request call, AcceptHeader accept)
      throws HttpError {
    if (draining) {
      throw HttpError.shuttingDown();
    }
    JsonRpcDispatcher dispatcher = context.dispatcher(client(request, call));
    return new StatelessCall(dispatcher, call, accept, CallAdmission.acquireSlot(request, call))
        .serve(request);
  }

  private ClientSession client(McpRequest request, JsonRpcMessage.Request call) throws HttpError {
    if (call.method().equals(McpSchema.METHOD_INITIALIZE)) {
      return new ClientSession(request.caller().service().legacy(), context.json());
    }
    // The revision after 2025-03-26 introduced the header and says to assume this one without it.
    String revision =
        MessageReader.requireKnownVersion(request).orElse(ProtocolVersions.MCP_2025_03_26);
    return ClientSession.agreed(request.caller().service().legacy(), context.json(), revision);
  }

  /** A call with a session of its own. */
  private final class StatelessCall {
    private final JsonRpcDispatcher dispatcher;
    private final JsonRpcMessage.Request call;
    private final CallReply reply;

    StatelessCall(
        JsonRpcDispatcher dispatcher, JsonRpcMessage.Request call, AcceptHeader accept, Slot slot) {
      this.dispatcher = dispatcher;
      this.call = call;
      EventLog log =
          context.eventLog(
              new ReplayBuffer(context.memory()),
              (number, message) -> ServerSentEvents.message(message));
      this.reply =
          new CallReply(
              call,
              accept,
              new CallReply.Stream(log, "", Duration.ZERO, this::end),
              slot,
              context.timer(),
              CallReply.ALWAYS_OK);
    }

    Publisher<Void> serve(McpRequest request) {
      replies.add(reply);
      return reply.serve(
          request,
          CallAdmission.isAuthorized(request, call, CallAdmission.UNCOUNTED),
          sink -> dispatcher.dispatch(call, CallAdmission.context(request), sink));
    }

    private void end() {
      replies.remove(reply);
      dispatcher.close();
    }
  }

  @Override
  public void drain() {
    draining = true;
    modern.drain();
  }

  @Override
  public void close() {
    draining = true;
    replies.forEach(CallReply::abandon);
    modern.close();
  }

  /** Returns how many calls have no response yet. */
  int calls() {
    return replies.size();
  }
}
