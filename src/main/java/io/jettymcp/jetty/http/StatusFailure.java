package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused.Kind;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Maps a status to a {@link Failure}, for all of the program. */
final class StatusFailure {
  /** Cloudflare's, after some 100 s without a response. */
  private static final int EDGE_TIMEOUT = 524;

  private StatusFailure() {}

  /**
   * @param status any but 2xx
   */
  static Failure of(Attempt attempt, int status, ErrorBody body, Optional<Duration> retryAfter) {
    String detail = ErrorText.of(body);
    return switch (status) {
      case 401 -> new Failure.NotSignedIn(attempt.token().isPresent(), detail);
      case 403 -> new Failure.Refused(Kind.FORBIDDEN, status, detail);
      case 404 -> new Failure.Refused(Kind.NOT_FOUND, status, detail);
      case 409 -> new Failure.Refused(Kind.CONFLICT, status, detail);
      case 400 ->
          new Failure.Refused(isNameTaken(detail) ? Kind.CONFLICT : Kind.INVALID, 400, detail);
      case 429 -> new Failure.RateLimited(retryAfter, detail);
      default ->
          status >= 500 && attempt.request().startsRun()
              ? startOfRun(status, detail, ErrorText.json(body.start()), retryAfter)
              : other(status, detail, retryAfter);
    };
  }

  /** The run may have been started: Jetty's edge timed out, or the response names the run. */
  private static Failure startOfRun(
      int status, String detail, JsonNode body, Optional<Duration> retryAfter) {
    if (body.path("jetty_metadata").isObject()) {
      return new Failure.StillRunning(body);
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

  /** Jetty reports a taken name as 400 "... already exists". */
  private static boolean isNameTaken(String detail) {
    return detail.toLowerCase(Locale.ROOT).contains("already exists");
  }
}
