package io.jettymcp.simulator;

/** A step fails; the message is the error that its trajectory shows. */
final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepFailed(String message) {
    super(message, null, false, false);
  }
}
