package io.jettymcp.runs.batch;

import io.jettymcp.runs.RunWait;
import io.jettymcp.tool.Call;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time that a batch has.
 *
 * @param until when it stops to start and to wait
 * @param end when it has to report, whatever is on its way
 */
record BatchTime(Clock clock, Instant until, Instant end) {
  /** How long the runs whose start was not answered are searched for when time is up. */
  static final Duration MAX_SEARCH = Duration.ofSeconds(8);

  /** Leaves time for the report. */
  private static final Duration MAX_REPORT = Duration.ofSeconds(1);

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
  static BatchTime of(Call call, Duration patience, Instant called) {
    Duration given = patience.isZero() ? MAX_STARTS : patience;
    Instant now = call.clock().instant();
    Instant latest = called.plus(given.compareTo(MAX_DEFAULT_WAIT) > 0 ? given : MAX_DEFAULT_WAIT);
    Instant until = now.plus(call.shortened(given, RunWait.MAX_LAST_REPLY.plus(MAX_REPORT)));
    Instant end = now.plus(call.shortened(given.plus(MAX_SEARCH), MAX_REPORT));
    return new BatchTime(call.clock(), until.isBefore(latest) ? until : latest, end);
  }

  Instant now() {
    return clock.instant();
  }

  Duration left() {
    return leftWith(Duration.ZERO);
  }

  /** Returns what is left of it with some time added, as far as the call has it. */
  Duration leftWith(Duration added) {
    Instant later = until.plus(added);
    Duration left = Duration.between(now(), later.isBefore(end) ? later : end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
