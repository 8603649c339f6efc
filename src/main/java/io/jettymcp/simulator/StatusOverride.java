package io.jettymcp.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What callers did to a run from outside: a status written over its own. */
final class StatusOverride {
  private @Nullable RunStatus status;
  private Instant at = Instant.MAX;

  /** Writes a status. The first one of a run that still moves stops it there. */
  void write(RunStatus written, Instant now) {
    status = written;
    at = at.isBefore(now) ? at : now;
  }

  @Nullable RunStatus status() {
    return status;
  }

  /** From here on nothing moves; {@link Instant#MAX} if nobody interfered. */
  Instant stopped() {
    return at;
  }
}
