package io.jettymcp.tenant;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import io.jettymcp.transport.http.TokenStatus;
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

  /** Half of the 10 s in which some hosts expect the answer to {@code initialize}. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private record Cached(TokenStatus status, Instant until) {}

  private final Exchange jetty;
  private final VerificationQueue queue;
  private final Clock clock;
  private @Nullable Cached cached;
  private @Nullable Mono<TokenStatus> inFlight;
  private boolean accepted;

  /**
   * @param jetty sends requests with the token
   * @param queue limits the verifications of tokens that Jetty has not accepted yet
   */
  TokenVerification(Exchange jetty, VerificationQueue queue, Clock clock) {
    this.jetty = jetty;
    this.queue = queue;
    this.clock = clock;
  }

  /** Emits the status; fails only if the queue is full. */
  synchronized Mono<TokenStatus> status() {
    Cached last = cached;
    if (last != null && clock.instant().isBefore(last.until)) {
      return Mono.just(last.status);
    }
    Mono<TokenStatus> request = inFlight;
    if (request == null) {
      Mono<TokenStatus> verification = verify().map(this::store);
      // Cached: it goes on even if the first caller has gone away.
      request =
          (accepted ? verification : queue.run(verification)).doFinally(end -> finish()).cache();
      inFlight = request;
    }
    return request;
  }

  /** Stores a result, and returns the status that follows from it and from earlier results. */
  private synchronized TokenStatus store(TokenStatus result) {
    if (result == TokenStatus.UNKNOWN) {
      return accepted ? TokenStatus.ACCEPTED : TokenStatus.UNKNOWN;
    }
    accepted = result == TokenStatus.ACCEPTED;
    cached = new Cached(result, clock.instant().plus(accepted ? ACCEPTED_TTL : REJECTED_TTL));
    return result;
  }

  private synchronized void finish() {
    inFlight = null;
  }

  private Mono<TokenStatus> verify() {
    return Mono.defer(() -> jetty.send(Request.get("/api/v1/auth/whoami")))
        .onErrorResume(
            TokenVerification::isNotFound,
            e -> jetty.send(Request.get("/api/v1/collections/").query("limit", 1)))
        .map(reply -> TokenStatus.ACCEPTED)
        .timeout(TIMEOUT)
        .onErrorResume(
            failure ->
                Mono.just(
                    failure instanceof NotSignedIn ? TokenStatus.REJECTED : TokenStatus.UNKNOWN))
        .defaultIfEmpty(TokenStatus.UNKNOWN);
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
  }
}
