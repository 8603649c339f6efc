package io.jettymcp.simulator;

import java.time.Instant;

/** Starts runs on behalf of a step of another run. */
interface ChildRuns {

  /**
   * Starts a run at a moment that may lie ahead.
   *
   * @throws StepFailed if there are too many already
   */
  SimulatedRun start(RunRequest order, Instant at);
}
