package io.jettymcp.simulator;

import java.time.Duration;

/**
 * How long the stages of a simulated run take.
 *
 * @param queued how long a started run answers 404, as Jetty's does at first
 * @param pending how long it then stands at pending
 * @param step how long each step runs; a fan-out takes as long as its children on top
 */
public record RunTimings(Duration queued, Duration pending, Duration step) {
  /** Slow enough for a person to see a run move, quick enough for a demonstration. */
  public static final RunTimings LIVELY =
      new RunTimings(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(400));

  /** Every run is finished when the answer to its start arrives. */
  public static final RunTimings INSTANT =
      new RunTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public RunTimings {
    if (queued.isNegative() || pending.isNegative() || step.isNegative()) {
      throw new IllegalArgumentException("a stage of a run cannot take less than no time");
    }
  }
}
