package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.SessionKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;

/** The sessions of Streamable HTTP. Those that nobody uses are closed after some time. */
final class StreamSessions {
  static final String HEADER = "Mcp-Session-Id";

  /** Often enough for idle times of minutes, in milliseconds. */
  private static final long MAX_SWEEP = 30_000;

  private final SessionContext workshop;
  private final SessionLimit places;
  private final Map<String, StreamSession> byId = new ConcurrentHashMap<>();
  private final Disposable sweep;
  private volatile boolean draining;

  StreamSessions(SessionContext workshop, SessionLimit places) {
    this.workshop = workshop;
    this.places = places;
    long period = Math.max(1, Math.min(MAX_SWEEP, idleMillis() / 10));
    this.sweep =
        workshop
            .timer()
            .schedulePeriodically(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
  }

  /** A session that has a place and that nobody can find before it is kept. */
  StreamSession open(Caller caller) throws HttpError {
    requireService();
    places.take(caller.owner(), SessionKind.STREAMABLE);
    return new StreamSession(caller, workshop);
  }

  /** Lets the client find the session by its id from now on. */
  void keep(StreamSession session) {
    byId.put(session.id(), session);
    if (draining) {
      session.drain();
    }
  }

  /** Turns away what would begin while the server ends. */
  void requireService() throws HttpError {
    if (draining) {
      throw stopping();
    }
  }

  static HttpError stopping() {
    return new HttpError(503, "The server is about to stop.");
  }

  /** The session that a request belongs to; a foreign one is as unknown as one that never was. */
  StreamSession of(McpRequest visit) throws HttpError {
    String id =
        visit
            .header(HEADER)
            .orElseThrow(
                () -> new HttpError(400, HEADER + " is missing; call initialize to get one."));
    StreamSession session = byId.get(id);
    if (session == null || !session.owner().equals(visit.caller().owner())) {
      throw unknown();
    }
    return session;
  }

  static HttpError unknown() {
    return new HttpError(
        404, "There is no such session, or no more; call initialize for a new one.");
  }

  /** Ends a session that is kept; one that is not kept any more stays as it is. */
  void close(StreamSession session) {
    if (byId.remove(session.id(), session)) {
      release(session);
    }
  }

  /** Ends a session, and frees its place. */
  void release(StreamSession session) {
    session.close();
    places.free(session.owner(), SessionKind.STREAMABLE);
  }

  private long idleMillis() {
    return workshop.limits().sessionIdle().toMillis();
  }

  private void closeIdle() {
    byId.values().stream().filter(kept -> kept.idleMillis() >= idleMillis()).forEach(this::close);
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

  int size() {
    return byId.size();
  }

  /** How many replies a session holds. */
  int replies(String id) {
    StreamSession session = byId.get(id);
    return session == null ? 0 : session.replies();
  }
}
