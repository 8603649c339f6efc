package io.jettymcp.runs.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time that a batch has.
 *
 * @param until when it stops to start and to wait
 */
record BatchTime(Clock clock, Instant until) {
  /** How long a reply that is on its way is waited for when time is up. */
  static final Duration MAX_LAST_REPLY = Duration.ofSeconds(4);

  /** How long starts can take where the caller does not wait; a host gives up after a minute. */
  private static final Duration MAX_STARTS = Duration.ofSeconds(30);

  /**
   * How long it waits at most, prechecks included, unless the caller asks for longer. Hosts give up
   * after a minute, and what follows takes some seconds.
   */
  static final Duration MAX_DEFAULT_WAIT = Duration.ofSeconds(40);

  /**
   * Begins after the prechecks.
   *
   * @param patience how long the caller waits for the runs; zero for their starts alone
   * @param called since when the caller has been waiting
   */
  static BatchTime of(Clock clock, Duration patience, Instant called) {
    Duration given = patience.isZero() ? MAX_STARTS : patience;
    Instant latest = called.plus(given.compareTo(MAX_DEFAULT_WAIT) > 0 ? given : MAX_DEFAULT_WAIT);
    Instant end = clock.instant().plus(given);
    return new BatchTime(clock, end.isBefore(latest) ? end : latest);
  }

  Instant now() {
    return clock.instant();
  }

  Duration left() {
    return leftWith(Duration.ZERO);
  }

  /** Returns what is left of it with some time added at its end. */
  Duration leftWith(Duration added) {
    Duration left = Duration.between(now(), until.plus(added));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
