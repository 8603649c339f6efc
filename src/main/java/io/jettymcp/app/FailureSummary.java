package io.jettymcp.app;

import io.jettymcp.jetty.Failure;
import io.jettymcp.redact.Sanitizer;

/** Summarizes failures for people, before the secrets of any collection are known. */
public final class FailureSummary {
  private FailureSummary() {}

  /** Quotes only what this program found: Jetty's own messages may hold unknown secrets. */
  public static String of(Failure failure, Sanitizer sanitizer) {
    if (!(failure instanceof Failure.Unavailable unavailable)) {
      return String.valueOf(failure.getMessage());
    }
    if (unavailable.status() != 0) {
      return "server error " + unavailable.status();
    }
    String detail = sanitizer.line(unavailable.detail(), 400);
    return detail.isEmpty() ? "no answer" : detail;
  }
}
