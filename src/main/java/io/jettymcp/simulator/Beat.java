package io.jettymcp.simulator;

import java.time.Duration;

/**
 * A part of an answer that comes bit by bit.
 *
 * @param pause how long the next one takes
 */
record Beat(String text, Duration pause, Then then) {

  /** What comes after a beat. */
  enum Then {
    /** Another one. */
    MORE,
    /** The proper end of the answer. */
    END,
    /** A broken connection. */
    BREAK
  }

  static Beat of(String text, Duration pause) {
    return new Beat(text, pause, Then.MORE);
  }

  static Beat last(String text) {
    return new Beat(text, Duration.ZERO, Then.END);
  }

  /** The connection breaks. */
  static Beat broken() {
    return new Beat("", Duration.ZERO, Then.BREAK);
  }
}
