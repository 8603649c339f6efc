package io.jettymcp.simulator.activity;

import io.jettymcp.simulator.model.RunRequest;
import io.jettymcp.simulator.model.SimulatedRun;
import java.time.Instant;

/** Starts runs on behalf of a step of another run. */
public interface ChildRuns {

  /**
   * Starts a run at a moment that may lie in the future.
   *
   * @throws StepFailed if there are too many already
   */
  SimulatedRun start(RunRequest request, Instant at);
}
