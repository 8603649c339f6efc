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
 * Whether Jetty takes a token: asked with the cheapest request there is, and remembered for a
 * while. Who asks at the same time shares one request.
 */
final class TokenVerification {
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);

  /** So that a storm of calls with a bad token does not become one of requests to Jetty. */
  private static final Duration BAD_FOR = Duration.ofSeconds(30);

  /** A call that is held up any longer can as well find out itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private enum Verdict {
    TAKEN,
    REFUSED,
    /** Jetty did not say. */
    UNKNOWN
  }

  private record Remembered(boolean taken, Instant until) {}

  private final Exchange jetty;
  private final Clock clock;
  private @Nullable Remembered remembered;
  private @Nullable Mono<Verdict> asking;

  /**
   * @param jetty sends requests with the token
   */
  TokenVerification(Exchange jetty, Clock clock) {
    this.jetty = jetty;
    this.clock = clock;
  }

  /** Whether it is not known that Jetty refuses the token. It never fails. */
  synchronized Mono<Boolean> check() {
    Remembered last = remembered;
    if (last != null && clock.instant().isBefore(last.until)) {
      return Mono.just(last.taken);
    }
    Mono<Verdict> question = asking;
    if (question == null) {
      // Cached: it goes on even if the first who asked has gone away.
      question = ask().doOnNext(this::remember).cache();
      asking = question;
    }
    return question.map(verdict -> verdict != Verdict.REFUSED);
  }

  private synchronized void remember(Verdict verdict) {
    asking = null;
    if (verdict != Verdict.UNKNOWN) {
      boolean taken = verdict == Verdict.TAKEN;
      remembered = new Remembered(taken, clock.instant().plus(taken ? GOOD_FOR : BAD_FOR));
    }
  }

  private Mono<Verdict> ask() {
    return jetty
        .send(Request.get("/api/v1/auth/whoami"))
        .onErrorResume(
            TokenVerification::isUnknown,
            missing -> jetty.send(Request.get("/api/v1/collections/").query("limit", 1)))
        .map(reply -> Verdict.TAKEN)
        .timeout(PATIENCE)
        .onErrorResume(
            failure ->
                Mono.just(failure instanceof NotSignedIn ? Verdict.REFUSED : Verdict.UNKNOWN))
        .defaultIfEmpty(Verdict.UNKNOWN);
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
  }
}
