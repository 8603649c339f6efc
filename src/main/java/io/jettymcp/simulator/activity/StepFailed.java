package io.jettymcp.simulator.activity;

/** Fails a step, and with it the run. */
public final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StepFailed(String message) {
    super(message, null, false, false);
  }
}
