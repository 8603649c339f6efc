package io.jettymcp.runs.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Spaces out starts of runs once Jetty has asked for fewer requests. */
final class StartThrottle {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration MAX_APART = Duration.ofSeconds(30);

  private Duration apart = Duration.ZERO;
  private Instant nextTurn = Instant.MIN;

  /** Reserves the next turn and returns when it is; turns that are not used are lost. */
  synchronized Instant turn(Instant now) {
    Instant turn = nextTurn.isAfter(now) ? nextTurn : now;
    nextTurn = turn.plus(apart);
    return turn;
  }

  /**
   * Slows down.
   *
   * @param asked the pause that Jetty asks for, if any
   */
  synchronized void slowDown(Instant now, Optional<Duration> asked) {
    Duration twice = apart.isZero() ? FIRST : apart.multipliedBy(2);
    apart = twice.compareTo(MAX_APART) < 0 ? twice : MAX_APART;
    Duration pause = asked.filter(wish -> wish.compareTo(apart) > 0).orElse(apart);
    Instant earliest = now.plus(pause);
    nextTurn = nextTurn.isAfter(earliest) ? nextTurn : earliest;
  }
}
