package io.jettymcp.transport.http;

import java.util.HashMap;
import java.util.Map;

/** Bounds how many sessions there are, in all and of one owner. */
final class SessionPlaces {
  private final int most;
  private final int mostPerOwner;
  private final Map<String, Integer> byOwner = new HashMap<>();
  private int taken;

  SessionPlaces(HttpSettings.Limits limits) {
    this.most = limits.sessions();
    this.mostPerOwner = limits.sessionsPerToken();
  }

  synchronized void take(String owner) throws Refusal {
    if (byOwner.getOrDefault(owner, 0) >= mostPerOwner) {
      throw new Refusal(
          429, "There are " + mostPerOwner + " sessions with this token already; end one first.");
    }
    if (taken >= most) {
      throw new Refusal(429, "The server has as many sessions as it bears; try again later.");
    }
    taken++;
    byOwner.merge(owner, 1, Integer::sum);
  }

  synchronized void free(String owner) {
    taken--;
    byOwner.computeIfPresent(owner, (same, count) -> count > 1 ? count - 1 : null);
  }

  synchronized int taken() {
    return taken;
  }

  /** How many owners have a session. */
  synchronized int owners() {
    return byOwner.size();
  }
}
