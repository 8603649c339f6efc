package io.jettymcp.transport.http;

import io.jettymcp.protocol.ClientSession;
import io.jettymcp.transport.Conversation;
import io.jettymcp.transport.Incoming;
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
  private final Workshop workshop;
  private final Inbox inbox;
  private final Set<CallReply> replies = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  StatelessEndpoint(Workshop workshop) {
    this.workshop = workshop;
    this.inbox = new Inbox(workshop.json(), workshop.limits().depth());
  }

  @Override
  public Publisher<Void> serve(Visit visit) {
    return Inbox.visited(
        visit,
        same -> visit.method().equals("POST") ? post(visit) : inbox.notAllowed(visit, "POST"));
  }

  private Publisher<Void> post(Visit visit) throws Refusal {
    Accepted accepted = Accepted.of(visit.header("Accept")).require();
    return inbox.read(
        visit,
        message ->
            message instanceof Incoming.Request request
                ? call(visit, request, accepted)
                : visit.empty(202, Map.of()));
  }

  private Publisher<Void> call(Visit visit, Incoming.Request request, Accepted accepted)
      throws Refusal {
    if (draining) {
      throw StreamSessions.stopping();
    }
    Conversation conversation = workshop.conversation(client(visit, request));
    Visit.CallSlot slot = Effort.enter(visit, request);
    return new Standalone(conversation, request, accepted, slot).answer(visit);
  }

  private ClientSession client(Visit visit, Incoming.Request request) throws Refusal {
    // What the header is taken for where it is missing was said with the revision after it.
    String revision = Inbox.requireKnownVersion(visit).orElse(ProtocolVersions.MCP_2025_03_26);
    return request.method().equals(McpSchema.METHOD_INITIALIZE)
        ? new ClientSession(visit.caller().service(), workshop.json())
        : ClientSession.agreed(visit.caller().service(), workshop.json(), revision);
  }

  /** A call with a session of its own. */
  private final class Standalone {
    private final Conversation conversation;
    private final Incoming.Request request;
    private final CallReply reply;

    Standalone(
        Conversation conversation,
        Incoming.Request request,
        Accepted accepted,
        Visit.CallSlot slot) {
      this.conversation = conversation;
      this.request = request;
      EventLog log =
          new EventLog(
              new ReplayBuffer(workshop.reserve()),
              (number, message) -> Sse.message(message),
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

    Publisher<Void> answer(Visit visit) {
      replies.add(reply);
      return reply.answer(visit, begun -> conversation.take(request, Effort.around(visit), begun));
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
