package io.jettymcp.tenant;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Verifies a token with the cheapest request to Jetty, and caches the result. Callers at the same
 * time share one request.
 */
final class TokenVerification {
  private static final Duration ACCEPTED_TTL = Duration.ofMinutes(5);

  /** Keeps a storm of calls with a bad token from becoming a storm of requests to Jetty. */
  private static final Duration REJECTED_TTL = Duration.ofSeconds(30);

  /** A call that would wait longer finds out by itself. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private enum Result {
    ACCEPTED,
    REJECTED,
    UNKNOWN
  }

  private record Cached(boolean accepted, Instant until) {}

  private final Exchange jetty;
  private final Clock clock;
  private @Nullable Cached cached;
  private @Nullable Mono<Result> inFlight;

  /**
   * @param jetty sends requests with the token
   */
  TokenVerification(Exchange jetty, Clock clock) {
    this.jetty = jetty;
    this.clock = clock;
  }

  /** Emits false only if Jetty is known to reject the token. Never fails. */
  synchronized Mono<Boolean> isAccepted() {
    Cached last = cached;
    if (last != null && clock.instant().isBefore(last.until)) {
      return Mono.just(last.accepted);
    }
    Mono<Result> request = inFlight;
    if (request == null) {
      // Cached: it goes on even if the first caller has gone away.
      request = verify().doOnNext(this::store).cache();
      inFlight = request;
    }
    return request.map(result -> result != Result.REJECTED);
  }

  private synchronized void store(Result result) {
    inFlight = null;
    if (result != Result.UNKNOWN) {
      boolean accepted = result == Result.ACCEPTED;
      cached = new Cached(accepted, clock.instant().plus(accepted ? ACCEPTED_TTL : REJECTED_TTL));
    }
  }

  private Mono<Result> verify() {
    return jetty
        .send(Request.get("/api/v1/auth/whoami"))
        .onErrorResume(
            TokenVerification::isNotFound,
            e -> jetty.send(Request.get("/api/v1/collections/").query("limit", 1)))
        .map(reply -> Result.ACCEPTED)
        .timeout(TIMEOUT)
        .onErrorResume(
            failure -> Mono.just(failure instanceof NotSignedIn ? Result.REJECTED : Result.UNKNOWN))
        .defaultIfEmpty(Result.UNKNOWN);
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
  }
}
