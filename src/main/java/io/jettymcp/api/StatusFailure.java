package io.jettymcp.api;

import io.jettymcp.api.Failure.Refused.Kind;
import io.jettymcp.api.Failure.Unavailable.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a status means. The one place where a status becomes a {@link Failure}. */
final class StatusFailure {
  private StatusFailure() {}

  /**
   * @param status any but 2xx
   * @param detail what Jetty said
   */
  static Failure of(Attempt attempt, int status, String detail, Optional<Duration> retryAfter) {
    return switch (status) {
      case 401 -> new Failure.NotSignedIn(attempt.token().isPresent(), detail);
      case 403 -> new Failure.Refused(Kind.FORBIDDEN, status, detail);
      case 404 -> new Failure.Refused(Kind.NOT_FOUND, status, detail);
      case 409 -> new Failure.Refused(Kind.CONFLICT, status, detail);
      case 400 ->
          new Failure.Refused(nameTaken(detail) ? Kind.CONFLICT : Kind.INVALID, 400, detail);
      case 429 -> new Failure.RateLimited(retryAfter, detail);
      default -> other(attempt, status, detail, retryAfter);
    };
  }

  private static Failure other(
      Attempt attempt, int status, String detail, Optional<Duration> retryAfter) {
    if (status == 524 && attempt.request().startsRun()) {
      return new Failure.StillRunning();
    }
    if (status >= 500) {
      return new Failure.Unavailable(Reason.SERVER_ERROR, status, detail, retryAfter);
    }
    return status >= 400
        ? new Failure.Refused(Kind.INVALID, status, detail)
        : new Failure.Unavailable(Reason.UNREADABLE, status, "unexpected status", Optional.empty());
  }

  /** Jetty answers a taken name with 400 "... already exists". */
  private static boolean nameTaken(String detail) {
    return detail.toLowerCase(Locale.ROOT).contains("already exists");
  }
}
