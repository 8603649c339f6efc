package io.jettymcp.mcp.call;

import io.jettymcp.tool.Call;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers runs that this process started recently: Jetty may not show them yet. */
final class RecentRuns {
  private static final int MAX = 1_000;

  private record Start(RunRef run, Instant at) {
    /** Compares names as Jetty does: the collection's exactly, the task's in any case. */
    boolean isOf(TaskRef task) {
      return run.collection().equals(task.collection()) && run.task().equalsIgnoreCase(task.task());
    }
  }

  private final Clock clock;
  private final Map<String, Start> started =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Start> eldest) {
          return size() > MAX;
        }
      };

  RecentRuns(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(RunRef run) {
    started.put(run.id(), new Start(run, clock.instant()));
  }

  synchronized boolean has(String trajectoryId) {
    Start start = started.get(trajectoryId);
    return start != null && isRecent(start);
  }

  /** Returns the run of a task that was started last. */
  synchronized Optional<String> newest(TaskRef task) {
    return started.values().stream()
        .filter(start -> start.isOf(task) && isRecent(start))
        .map(start -> start.run().id())
        .reduce((earlier, later) -> later);
  }

  private boolean isRecent(Start start) {
    return start.at().plus(Call.UNLISTED).isAfter(clock.instant());
  }
}
