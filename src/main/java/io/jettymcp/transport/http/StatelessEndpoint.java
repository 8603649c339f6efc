package io.jettymcp.transport.http;

import io.jettymcp.mcp.ClientSession;
import io.jettymcp.transport.JsonRpcDispatcher;
import io.jettymcp.transport.JsonRpcMessage;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;

/**
 * {@code /mcp} without sessions: each POST stands on its own, so that any replica can serve it.
 * Nothing is known of the client but the revision it names, nobody can be asked, and a broken
 * connection cancels what was done for it.
 */
final class StatelessEndpoint implements Endpoint {
  private final SessionContext workshop;
  private final MessageReader inbox;
  private final Set<CallReply> replies = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  StatelessEndpoint(SessionContext workshop) {
    this.workshop = workshop;
    this.inbox = new MessageReader(workshop.json(), workshop.limits().depth());
  }

  @Override
  public Publisher<Void> serve(McpRequest visit) {
    return MessageReader.visited(
        visit,
        same -> visit.method().equals("POST") ? post(visit) : inbox.notAllowed(visit, "POST"));
  }

  private Publisher<Void> post(McpRequest visit) throws HttpError {
    AcceptHeader accepted = AcceptHeader.of(visit.header("Accept")).require();
    return inbox.read(
        visit,
        message ->
            message instanceof JsonRpcMessage.Request request
                ? call(visit, request, accepted)
                : visit.empty(202, Map.of()));
  }

  private Publisher<Void> call(
      McpRequest visit, JsonRpcMessage.Request request, AcceptHeader accepted) throws HttpError {
    if (draining) {
      throw StreamSessions.stopping();
    }
    JsonRpcDispatcher conversation = workshop.conversation(client(visit, request));
    McpRequest.CallSlot slot = CallAdmission.enter(visit, request);
    return new Standalone(conversation, request, accepted, slot).answer(visit);
  }

  private ClientSession client(McpRequest visit, JsonRpcMessage.Request request) throws HttpError {
    // What the header is taken for where it is missing was said with the revision after it.
    String revision =
        MessageReader.requireKnownVersion(visit).orElse(ProtocolVersions.MCP_2025_03_26);
    return request.method().equals(McpSchema.METHOD_INITIALIZE)
        ? new ClientSession(visit.caller().service(), workshop.json())
        : ClientSession.agreed(visit.caller().service(), workshop.json(), revision);
  }

  /** A call with a session of its own. */
  private final class Standalone {
    private final JsonRpcDispatcher conversation;
    private final JsonRpcMessage.Request request;
    private final CallReply reply;

    Standalone(
        JsonRpcDispatcher conversation,
        JsonRpcMessage.Request request,
        AcceptHeader accepted,
        McpRequest.CallSlot slot) {
      this.conversation = conversation;
      this.request = request;
      EventLog log =
          new EventLog(
              new ReplayBuffer(workshop.reserve()),
              (number, message) -> ServerSentEvents.message(message),
              false,
              workshop.timer());
      this.reply =
          new CallReply(
              request,
              accepted,
              new CallReply.Stream(log, "", (number, none) -> "", Duration.ZERO, this::over),
              slot,
              workshop.timer());
    }

    Publisher<Void> answer(McpRequest visit) {
      replies.add(reply);
      return reply.answer(
          visit, begun -> conversation.take(request, CallAdmission.around(visit), begun));
    }

    private void over() {
      replies.remove(reply);
      conversation.close();
    }
  }

  @Override
  public void drain() {
    draining = true;
  }

  @Override
  public void close() {
    draining = true;
    replies.forEach(CallReply::abandon);
  }

  /** How many calls are not answered yet. */
  int calls() {
    return replies.size();
  }
}
