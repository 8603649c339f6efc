package io.jettymcp.transport.http;

import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.http.HttpObserver.SessionKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;

/**
 * {@code /sse} and {@code /messages}: HTTP+SSE as of 2024-11-05. A session is one stream, and ends
 * with it.
 */
final class SseEndpoint implements Endpoint {
  private final SessionContext workshop;
  private final SessionLimit places;
  private final MessageReader inbox;
  private final Map<String, SseSession> byId = new ConcurrentHashMap<>();
  private volatile boolean draining;

  SseEndpoint(SessionContext workshop, SessionLimit places) {
    this.workshop = workshop;
    this.places = places;
    this.inbox = new MessageReader(workshop.json(), workshop.limits().depth());
  }

  @Override
  public Publisher<Void> serve(McpRequest visit) {
    return MessageReader.visited(
        visit, same -> visit.method().equals("GET") ? open(visit) : inbox.notAllowed(visit, "GET"));
  }

  /** What serves {@code /messages}. */
  Endpoint messages() {
    return visit ->
        MessageReader.visited(
            visit,
            same ->
                visit.method().equals("POST")
                    ? inbox.read(visit, message -> post(visit, message))
                    : inbox.notAllowed(visit, "POST"));
  }

  private Publisher<Void> open(McpRequest visit) throws HttpError {
    AcceptHeader.of(visit.header("Accept")).requireEvents();
    requireService();
    String owner = visit.caller().owner();
    places.take(owner, SessionKind.SSE);
    SseSession session =
        new SseSession(
            visit.caller(),
            workshop,
            ended -> {
              if (byId.remove(ended.id(), ended)) {
                places.free(owner, SessionKind.SSE);
              }
            });
    byId.put(session.id(), session);
    return session.stream(visit);
  }

  private Publisher<Void> post(McpRequest visit, JsonRpcMessage message) throws HttpError {
    String id =
        visit
            .query("sessionId")
            .orElseThrow(() -> new HttpError(400, "sessionId is missing; GET /sse tells one."));
    SseSession session = byId.get(id);
    if (session == null || !session.owner().equals(visit.caller().owner())) {
      throw new HttpError(404, "There is no such session, or no more; GET /sse opens one.");
    }
    if (message instanceof JsonRpcMessage.Request) {
      requireService();
    }
    return session.post(visit, message);
  }

  private void requireService() throws HttpError {
    if (draining) {
      throw StreamSessions.stopping();
    }
  }

  @Override
  public void drain() {
    draining = true;
    byId.values().forEach(SseSession::drain);
  }

  @Override
  public void close() {
    draining = true;
    byId.values().forEach(SseSession::close);
  }

  int sessions() {
    return byId.size();
  }
}
