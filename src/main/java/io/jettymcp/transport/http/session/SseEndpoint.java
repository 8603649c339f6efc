package io.jettymcp.transport.http.session;

import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.SessionKind;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;

/**
 * Serves {@code /sse} and {@code /messages}: HTTP+SSE as of 2024-11-05. A session has one stream
 * and ends with it.
 */
final class SseEndpoint implements Endpoint {
  private final SessionContext context;
  private final MessageReader reader;
  private final Map<String, SseSession> sessions = new ConcurrentHashMap<>();
  private volatile boolean draining;

  SseEndpoint(SessionContext context) {
    this.context = context;
    this.reader = new MessageReader(context);
  }

  /** Responds to a GET of {@code /sse}, the only method of that route. */
  @Override
  public Publisher<Void> serve(McpRequest request) {
    return MessageReader.handle(request, this::open);
  }

  /** Returns the endpoint of {@code /messages}, whose only method is POST. */
  Endpoint messages() {
    return request ->
        MessageReader.handle(
            request, same -> reader.read(request, message -> post(request, message)));
  }

  private Publisher<Void> open(McpRequest request) throws HttpError {
    AcceptHeader.of(request.header("Accept")).requireEvents();
    requireNotDraining();
    return context.openVerified(request, status -> open(request, status));
  }

  private Publisher<Void> open(McpRequest request, TokenStatus status) throws HttpError {
    requireNotDraining();
    SessionContext.Place place =
        context.acquireSession(request.caller().owner(), status, SessionKind.SSE);
    SseSession session =
        new SseSession(
            request.caller(),
            context,
            place.unverified(),
            ended -> {
              sessions.remove(ended.id());
              place.all().close();
            });
    sessions.put(session.id(), session);
    return session.stream(request);
  }

  private Publisher<Void> post(McpRequest request, JsonRpcMessage message) throws HttpError {
    if (!isInitialize(message)) {
      MessageReader.requireKnownVersion(request);
    }
    String id =
        request
            .query("sessionId")
            .orElseThrow(() -> new HttpError(400, "sessionId is missing; GET /sse returns one."));
    SseSession session = sessions.get(id);
    if (session == null || !session.owner().equals(request.caller().owner())) {
      throw StreamSessions.notFound("GET /sse opens one");
    }
    if (message instanceof JsonRpcMessage.Request) {
      requireNotDraining();
    }
    return session.post(request, message);
  }

  private static boolean isInitialize(JsonRpcMessage message) {
    return message instanceof JsonRpcMessage.Request call
        && call.method().equals(McpSchema.METHOD_INITIALIZE);
  }

  private void requireNotDraining() throws HttpError {
    if (draining) {
      throw HttpError.shuttingDown();
    }
  }

  @Override
  public void drain() {
    draining = true;
    sessions.values().forEach(SseSession::drain);
  }

  @Override
  public void close() {
    draining = true;
    sessions.values().forEach(SseSession::close);
  }
}
