package io.jettymcp.simulator.engine;

import java.time.Duration;

/**
 * How long the stages of a simulated run take.
 *
 * @param queued how long a started run responds with 404, as Jetty's does at first
 * @param pending how long it is then pending
 * @param step how long each step runs; a fan-out takes as long as its children on top
 */
public record RunTimings(Duration queued, Duration pending, Duration step) {
  /** Slow enough for a person to see a run progress, quick enough for a demonstration. */
  public static final RunTimings LIVELY =
      new RunTimings(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(400));

  /** Every run is finished when the response to its start arrives. */
  public static final RunTimings INSTANT = ofStep(Duration.ZERO);

  public RunTimings {
    if (queued.isNegative() || pending.isNegative() || step.isNegative()) {
      throw new IllegalArgumentException("the stages of a run cannot take a negative time");
    }
  }

  /** A run whose steps start at once. */
  public static RunTimings ofStep(Duration step) {
    return new RunTimings(Duration.ZERO, Duration.ZERO, step);
  }
}
