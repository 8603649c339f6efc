package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused.Kind;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a status means. The one place where a status becomes a {@link Failure}. */
final class StatusFailure {
  /** Cloudflare's, after some 100 s without an answer. */
  private static final int EDGE_TIMEOUT = 524;

  private StatusFailure() {}

  /**
   * @param status any but 2xx
   * @param body what Jetty said; may be cut
   */
  static Failure of(Attempt attempt, int status, byte[] body, Optional<Duration> retryAfter) {
    String detail = ErrorText.of(body);
    return switch (status) {
      case 401 -> new Failure.NotSignedIn(attempt.token().isPresent(), detail);
      case 403 -> new Failure.Refused(Kind.FORBIDDEN, status, detail);
      case 404 -> new Failure.Refused(Kind.NOT_FOUND, status, detail);
      case 409 -> new Failure.Refused(Kind.CONFLICT, status, detail);
      case 400 ->
          new Failure.Refused(nameTaken(detail) ? Kind.CONFLICT : Kind.INVALID, 400, detail);
      case 429 -> new Failure.RateLimited(retryAfter, detail);
      default ->
          status >= 500 && attempt.request().startsRun()
              ? startOfRun(status, detail, ErrorText.json(body), retryAfter)
              : other(status, detail, retryAfter);
    };
  }

  /**
   * A run may have been started all the same: Jetty's edge was impatient, or the answer says it.
   */
  private static Failure startOfRun(
      int status, String detail, JsonNode said, Optional<Duration> retryAfter) {
    if (said.path("jetty_metadata").isObject()) {
      return new Failure.StillRunning(said);
    }
    return status == EDGE_TIMEOUT ? new Failure.StillRunning() : other(status, detail, retryAfter);
  }

  private static Failure other(int status, String detail, Optional<Duration> retryAfter) {
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
