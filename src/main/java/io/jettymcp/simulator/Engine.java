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
  private static final int MOST_CHILDREN = 500;
  private static final int DEEPEST = 5;

  private final Pace pace;
  private final Map<String, Activity> activities = Repertoire.all();

  Engine(Pace pace) {
    this.pace = pace;
  }

  /** Plans a run that starts at the given moment and adds it to its collection. */
  Run run(Order order, Instant at) {
    return new Family().start(order, at, new Fate(), null, 0);
  }

  /** A run with all the runs below it. */
  private final class Family {
    private int children;

    Run start(Order order, Instant at, Fate fate, @Nullable Fate parent, int depth) {
      Instant visible = at.plus(pace.queued());
      Children below = (child, when) -> startChild(child, when, fate, depth);
      Work work = new Work(order, visible.plus(pace.pending()), pace.step(), activities, below);
      Run run = new Run(work.id(), order, at, visible, work.plan(), fate, parent);
      order.task().collection().add(run);
      work.files().store(run);
      return run;
    }

    private Run startChild(Order order, Instant at, Fate parent, int depth) {
      children++;
      if (children > MOST_CHILDREN || depth >= DEEPEST) {
        throw new StepFailed(
            "The simulator starts at most %d runs from one, %d levels deep"
                .formatted(MOST_CHILDREN, DEEPEST));
      }
      return start(order, at, new Fate(), parent, depth + 1);
    }
  }
}
