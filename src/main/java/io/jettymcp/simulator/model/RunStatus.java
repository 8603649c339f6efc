package io.jettymcp.simulator.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The status of a run. */
public enum RunStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED,
  ARCHIVED;

  /** The name that the API uses. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the status that callers may write; running is read-only. */
  public static @Nullable RunStatus writable(String label) {
    for (RunStatus status : values()) {
      if (status != RUNNING && status.label().equals(label)) {
        return status;
      }
    }
    return null;
  }
}
