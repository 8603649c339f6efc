package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.SessionKind;
import java.util.HashMap;
import java.util.Map;

/** Bounds how many sessions there are, in all and of one owner. */
final class SessionLimit {
  private final int most;
  private final int mostPerOwner;
  private final Map<String, Integer> byOwner = new HashMap<>();
  private final HttpObserver observer;
  private int taken;

  SessionLimit(HttpSettings.Limits limits, HttpObserver observer) {
    this.observer = observer;
    this.most = limits.sessions();
    this.mostPerOwner = limits.sessionsPerToken();
  }

  synchronized void take(String owner, SessionKind kind) throws HttpError {
    if (byOwner.getOrDefault(owner, 0) >= mostPerOwner) {
      throw full("There are " + mostPerOwner + " sessions with this token already; end one first.");
    }
    if (taken >= most) {
      throw full("The server has as many sessions as it bears; try again later.");
    }
    taken++;
    byOwner.merge(owner, 1, Integer::sum);
    observer.sessionOpened(kind);
  }

  private HttpError full(String words) {
    observer.refused(HttpObserver.Refusal.TOO_MANY_SESSIONS);
    return new HttpError(429, words);
  }

  synchronized void free(String owner, SessionKind kind) {
    taken--;
    byOwner.computeIfPresent(owner, (same, count) -> count > 1 ? count - 1 : null);
    observer.sessionClosed(kind);
  }

  synchronized int taken() {
    return taken;
  }

  /** How many owners have a session. */
  synchronized int owners() {
    return byOwner.size();
  }
}
