package io.jettymcp.mcp.call;

import io.jettymcp.tool.Call;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers runs that this process started recently: Jetty may not show them yet. */
final class RecentRuns {
  private static final int MAX = 1_000;

  private final Clock clock;
  private final Map<String, Instant> started =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX;
        }
      };

  RecentRuns(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(String trajectoryId) {
    started.put(trajectoryId, clock.instant());
  }

  synchronized boolean has(String trajectoryId) {
    Instant at = started.get(trajectoryId);
    return at != null && at.plus(Call.UNLISTED).isAfter(clock.instant());
  }
}
