package io.jettymcp.simulator;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows. A run is worked out to its end when it starts, with the moments at which its
 * steps begin and end; time then only uncovers it. Nothing has to tick, and the same inputs give
 * the same run.
 */
final class Engine {
  private static final int MAX_CHILDREN = 500;
  private static final int MAX_DEPTH = 5;

  private final RunTimings pace;
  private final Map<String, ActivityRunner> activities = ActivityRegistry.all();

  Engine(RunTimings pace) {
    this.pace = pace;
  }

  /** Plans a run that starts at the given moment and adds it to its collection. */
  SimulatedRun run(RunRequest order, Instant at) {
    return new Family().start(order, at, new StatusOverride(), null, 0);
  }

  /** A run with all the runs below it. */
  private final class Family {
    private int children;

    SimulatedRun start(
        RunRequest order,
        Instant at,
        StatusOverride fate,
        @Nullable StatusOverride parent,
        int depth) {
      Instant visible = at.plus(pace.queued());
      ChildRuns below = (child, when) -> startChild(child, when, fate, depth);
      RunPlanner work =
          new RunPlanner(order, visible.plus(pace.pending()), pace.step(), activities, below);
      SimulatedRun run = new SimulatedRun(work.id(), order, at, visible, work.plan(), fate, parent);
      order.task().collection().add(run);
      work.files().store(run);
      return run;
    }

    private SimulatedRun startChild(
        RunRequest order, Instant at, StatusOverride parent, int depth) {
      children++;
      if (children > MAX_CHILDREN || depth >= MAX_DEPTH) {
        throw new StepFailed(
            "The simulator starts at most %d runs from one, %d levels deep"
                .formatted(MAX_CHILDREN, MAX_DEPTH));
      }
      return start(order, at, new StatusOverride(), parent, depth + 1);
    }
  }
}
