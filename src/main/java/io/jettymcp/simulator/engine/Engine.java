package io.jettymcp.simulator.engine;

import io.jettymcp.simulator.activity.ActivityRegistry;
import io.jettymcp.simulator.activity.ActivityRunner;
import io.jettymcp.simulator.activity.StepFailed;
import io.jettymcp.simulator.model.RunRequest;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.StatusOverride;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows. A run is planned to its end when it starts, with the times at which its steps
 * start and end; what is visible of it then depends on the clock alone. Nothing runs in the
 * background, and the same inputs produce the same run.
 */
final class Engine {
  private static final int MAX_CHILDREN = 500;
  private static final int MAX_DEPTH = 5;

  private final RunTimings timings;
  private final Map<String, ActivityRunner> activities = ActivityRegistry.all();

  Engine(RunTimings timings) {
    this.timings = timings;
  }

  /** Plans a run that starts at the given moment and adds it to its collection. */
  SimulatedRun start(RunRequest request, Instant at) {
    return new RunTree().start(request, at, null, 0);
  }

  /** A run with its descendants, which are counted together. */
  private final class RunTree {
    private int children;

    SimulatedRun start(RunRequest request, Instant at, @Nullable StatusOverride parent, int depth) {
      StatusOverride statusOverride = new StatusOverride();
      Instant visibleAt = at.plus(timings.queued());
      RunPlanner planner =
          new RunPlanner(
              request,
              visibleAt.plus(timings.pending()),
              timings.step(),
              activities,
              (child, when) -> startChild(child, when, statusOverride, depth + 1));
      SimulatedRun run =
          new SimulatedRun(
              planner.id(), request, at, visibleAt, planner.plan(), statusOverride, parent);
      request.task().collection().add(run);
      planner.files().store(run);
      return run;
    }

    private SimulatedRun startChild(
        RunRequest request, Instant at, StatusOverride parent, int depth) {
      children++;
      if (children > MAX_CHILDREN || depth > MAX_DEPTH) {
        throw new StepFailed(
            "The simulator starts at most %s runs from one, %s levels deep"
                .formatted(MAX_CHILDREN, MAX_DEPTH));
      }
      return start(request, at, parent, depth);
    }
  }
}
