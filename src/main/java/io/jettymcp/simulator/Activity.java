package io.jettymcp.simulator;

/** What a step can do. */
interface Activity {

  /**
   * Carries a step out.
   *
   * @throws StepFailed if it cannot be
   */
  Outcome perform(Step step);
}
