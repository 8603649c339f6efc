package io.jettymcp.simulator;

import java.time.Duration;

/**
 * A part of an answer that comes bit by bit.
 *
 * @param pause how long the next one takes
 */
record StreamChunk(String text, Duration pause, Then then) {

  /** What comes after a beat. */
  enum Then {
    /** Another one. */
    MORE,
    /** The proper end of the answer. */
    END,
    /** A broken connection. */
    BREAK
  }

  static StreamChunk of(String text, Duration pause) {
    return new StreamChunk(text, pause, Then.MORE);
  }

  static StreamChunk last(String text) {
    return new StreamChunk(text, Duration.ZERO, Then.END);
  }

  /** The connection breaks. */
  static StreamChunk broken() {
    return new StreamChunk("", Duration.ZERO, Then.BREAK);
  }
}
