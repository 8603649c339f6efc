package io.jettymcp.transport.http.session;

import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.SessionKind;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.header.HeaderNames;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;

/** Holds the sessions of Streamable HTTP and closes idle ones. */
final class StreamSessions {
  /** Often enough for idle times of minutes, in milliseconds. */
  private static final long MAX_SWEEP_PERIOD = 30_000;

  private final SessionContext context;
  private final Map<String, StreamSession> byId = new ConcurrentHashMap<>();
  private final Disposable sweep;
  private volatile boolean draining;

  StreamSessions(SessionContext context) {
    this.context = context;
    long period = Math.max(1, Math.min(MAX_SWEEP_PERIOD, maxIdleMillis() / 10));
    this.sweep =
        context
            .timer()
            .schedulePeriodically(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
  }

  /** Opens a session, which requests cannot use before {@link #register}. */
  StreamSession open(Caller caller, TokenStatus status) throws HttpError {
    requireNotDraining();
    return new StreamSession(
        caller, context, context.acquireSession(caller.owner(), status, SessionKind.STREAMABLE));
  }

  /** Makes a session available to requests by its id. */
  void register(StreamSession session) {
    byId.put(session.id(), session);
    if (draining) {
      session.drain();
    }
  }

  void requireNotDraining() throws HttpError {
    if (draining) {
      throw HttpError.shuttingDown();
    }
  }

  /** Returns the session of a request; a foreign one is as unknown as one that never existed. */
  StreamSession find(McpRequest request) throws HttpError {
    String id =
        request
            .header(HeaderNames.SESSION_ID)
            .orElseThrow(
                () ->
                    new HttpError(
                        400, HeaderNames.SESSION_ID + " is missing; call initialize to get one."));
    StreamSession session = byId.get(id);
    if (session == null || !session.owner().equals(request.caller().owner())) {
      throw notFound();
    }
    return session;
  }

  static HttpError notFound() {
    return notFound("call initialize for a new one");
  }

  static HttpError notFound(String remedy) {
    return new HttpError(404, "Session not found or expired; " + remedy + ".");
  }

  /** Closes a session, unless it was closed before. */
  void close(StreamSession session) {
    if (byId.remove(session.id(), session)) {
      session.close();
    }
  }

  private long maxIdleMillis() {
    return context.limits().sessionIdle().toMillis();
  }

  private void closeIdle() {
    byId.values().stream()
        .filter(session -> session.idleMillis() >= maxIdleMillis())
        .forEach(this::close);
  }

  void drain() {
    draining = true;
    byId.values().forEach(StreamSession::drain);
  }

  void closeAll() {
    drain();
    sweep.dispose();
    byId.values().forEach(this::close);
  }
}
