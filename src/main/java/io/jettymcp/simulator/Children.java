package io.jettymcp.simulator;

import java.time.Instant;

/** Starts runs on behalf of a step of another run. */
interface Children {

  /**
   * Starts a run at a moment that may lie ahead.
   *
   * @throws StepFailed if there are too many already
   */
  Run start(Order order, Instant at);
}
