package io.jettymcp.mcp;

import java.time.Duration;

/**
 * Is told of every call, those behind resources and prompts included. It is told on any thread,
 * must return at once, and must not throw.
 */
public interface CallObserver {
  /** Nobody wants to know. */
  CallObserver NONE =
      new CallObserver() {
        @Override
        public void callBegan() {}

        @Override
        public void callEnded(String tool, Outcome outcome, Duration took) {}
      };

  /** How a call ended. */
  enum Outcome {
    /** With a result. */
    OK,
    /** With an error in words. */
    ERROR,
    /** Nobody wanted the answer any more. */
    CANCELLED
  }

  /** A call began; it is in flight until it ended. */
  void callBegan();

  /**
   * A call ended; told once for each that began, and before its answer is given.
   *
   * @param tool its name in the catalog; a name that is not there never becomes a call
   * @param took with everything, from the check of the arguments to the answer
   */
  void callEnded(String tool, Outcome outcome, Duration took);
}
