package io.jettymcp.simulator.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A status that a caller wrote over a run's own. */
public final class StatusOverride {
  private @Nullable RunStatus status;
  private Instant stoppedAt = Instant.MAX;

  /** Writes a status. The first one of a run in progress stops the run. */
  public void write(RunStatus written, Instant now) {
    status = written;
    stoppedAt = stoppedAt.isBefore(now) ? stoppedAt : now;
  }

  public @Nullable RunStatus status() {
    return status;
  }

  /** When the run stopped; {@link Instant#MAX} if no status was written. */
  public Instant stoppedAt() {
    return stoppedAt;
  }
}
