package io.jettymcp.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a run stands. */
enum RunStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELLED,
  ARCHIVED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status that callers may write; running is only ever read. */
  static @Nullable RunStatus writable(String word) {
    for (RunStatus status : values()) {
      if (status != RUNNING && status.word().equals(word)) {
        return status;
      }
    }
    return null;
  }
}
