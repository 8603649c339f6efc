package io.jettymcp.simulator;

/** What a step can do. */
interface ActivityRunner {

  /**
   * Carries a step out.
   *
   * @throws StepFailed if it cannot be
   */
  StepOutcome perform(StepContext step);
}
