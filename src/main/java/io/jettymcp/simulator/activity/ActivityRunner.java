package io.jettymcp.simulator.activity;

/** Runs the steps of one activity. */
public interface ActivityRunner {

  /**
   * Runs a step.
   *
   * @throws StepFailed if the step fails
   */
  StepOutcome run(StepContext step);
}
