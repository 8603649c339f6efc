package io.jettymcp.mcp.call;

import java.time.Duration;

/**
 * Observes every call, those behind resources and prompts included. Called on any thread; must
 * return at once and must not throw.
 */
public interface CallObserver {
  /** Observes nothing. */
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
    /** With an error. */
    ERROR,
    /** The client cancelled the call or went away, or it repeats the request with answers. */
    CANCELLED
  }

  /** A call began; it is in flight until {@link #callEnded}. */
  void callBegan();

  /**
   * A call ended. Called once for each call that began, before its response is sent.
   *
   * @param tool a name of the catalog; an unknown name never becomes a call
   * @param took from the check of the arguments to the response
   */
  void callEnded(String tool, Outcome outcome, Duration took);
}
