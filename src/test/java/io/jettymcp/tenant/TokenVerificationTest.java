package io.jettymcp.tenant;

import static io.jettymcp.transport.http.TokenStatus.ACCEPTED;
import static io.jettymcp.transport.http.TokenStatus.REJECTED;
import static io.jettymcp.transport.http.TokenStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.TokenStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.node.JsonNodeFactory;

class TokenVerificationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Reply OK = new Reply(200, JsonNodeFactory.instance.objectNode());
  private final Failure bad = new NotSignedIn(true, "");
  private final Failure down = new Unavailable(Unavailable.Reason.NOT_CONNECTED, "");

  private final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  private final List<String> requests = new ArrayList<>();
  private Mono<Reply> answer = Mono.just(OK);
  private boolean hasWhoami = true;
  private final TokenVerification verification =
      new TokenVerification(this::send, new VerificationQueue(), clock);

  private Mono<Reply> send(Request request) {
    requests.add(request.path());
    return !hasWhoami && request.path().endsWith("whoami")
        ? Mono.error(new Refused(Refused.Kind.NOT_FOUND, 404, ""))
        : answer;
  }

  private TokenStatus status() {
    return verification.status().blockOptional(PATIENCE).orElseThrow();
  }

  @Test
  void validTokenIsCachedForFiveMinutes() {
    assertThat(status()).isEqualTo(ACCEPTED);
    answer = Mono.error(bad);
    clock.advance(Duration.ofSeconds(299));
    assertThat(status()).isEqualTo(ACCEPTED);
    assertThat(requests).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(status()).isEqualTo(REJECTED);
  }

  @Test
  void invalidTokenIsCachedForHalfAMinute() {
    answer = Mono.error(bad);
    assertThat(status()).isEqualTo(REJECTED);
    answer = Mono.just(OK);
    clock.advance(Duration.ofSeconds(29));
    assertThat(status()).isEqualTo(REJECTED);
    assertThat(requests).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(status()).isEqualTo(ACCEPTED);
  }

  @Test
  void undecidedTokenIsUnknownWithoutCaching() {
    answer = Mono.error(down);
    assertThat(status()).isEqualTo(UNKNOWN);
    assertThat(status()).isEqualTo(UNKNOWN);
    assertThat(requests).hasSize(2);
  }

  @Test
  void tokenAcceptedBeforeStaysAcceptedWhileJettyIsDown() {
    assertThat(status()).isEqualTo(ACCEPTED);
    clock.advance(Duration.ofMinutes(6));
    answer = Mono.error(down);
    assertThat(status()).isEqualTo(ACCEPTED);
  }

  @Test
  void newTokensBeyondTheQueueAreRefused() {
    answer = Mono.never();
    VerificationQueue queue = new VerificationQueue();
    int room = VerificationQueue.MAX_RUNNING + VerificationQueue.MAX_WAITING;
    for (int i = 0; i < room; i++) {
      assertThat(refused(queue)).isFalse();
    }
    assertThat(requests).hasSize(VerificationQueue.MAX_RUNNING);
    assertThat(refused(queue)).isTrue();
  }

  @Test
  void waitingTokenIsRefusedInTime() {
    VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    try {
      VerificationQueue queue = new VerificationQueue();
      Mono<TokenStatus> waiting = queue.run(Mono.never());
      AtomicReference<Throwable> failure = new AtomicReference<>();
      waiting.subscribe(status -> {}, failure::set);
      time.advanceTimeBy(VerificationQueue.MAX_WAIT);
      assertThat(failure.get())
          .isInstanceOfSatisfying(
              HttpError.class, e -> assertThat(e.reason()).contains(Rejection.OVERLOADED));
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  @Test
  void tokenWhoseCallerGaveUpIsNotVerified() {
    VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    try {
      VerificationQueue queue = new VerificationQueue();
      Sinks.One<TokenStatus> running = Sinks.one();
      for (int i = 0; i < VerificationQueue.MAX_RUNNING; i++) {
        queue.run(running.asMono()).subscribe(status -> {}, failure -> {});
      }
      List<String> sent = new ArrayList<>();
      queue.run(verifying("late", sent)).subscribe(status -> {}, failure -> {});
      queue.run(verifying("gone", sent)).subscribe().dispose();
      time.advanceTimeBy(VerificationQueue.MAX_WAIT);
      queue.run(verifying("new", sent)).subscribe();
      running.tryEmitValue(UNKNOWN);
      assertThat(sent).containsExactly("new");
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  private static Mono<TokenStatus> verifying(String token, List<String> sent) {
    return Mono.fromSupplier(
        () -> {
          sent.add(token);
          return ACCEPTED;
        });
  }

  private boolean refused(VerificationQueue queue) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    new TokenVerification(this::send, queue, clock).status().subscribe(s -> {}, failure::set);
    return failure.get() instanceof HttpError;
  }

  @Test
  void tokenIsVerifiedOnceTheQueueHasRoom() {
    VerificationQueue queue = new VerificationQueue();
    Sinks.One<Reply> reply = Sinks.one();
    answer = reply.asMono();
    for (int i = 0; i < VerificationQueue.MAX_RUNNING; i++) {
      new TokenVerification(this::send, queue, clock).status().subscribe();
    }
    Mono<TokenStatus> waiting = new TokenVerification(this::send, queue, clock).status();
    AtomicReference<TokenStatus> status = new AtomicReference<>();
    waiting.subscribe(status::set);
    assertThat(status).hasNullValue();
    reply.tryEmitValue(OK);
    assertThat(status).hasValue(ACCEPTED);
  }

  @Test
  void jettyWithoutWhoamiIsCheckedWithCollections() {
    hasWhoami = false;
    assertThat(status()).isEqualTo(ACCEPTED);
    assertThat(requests).containsExactly("/api/v1/auth/whoami", "/api/v1/collections/");
  }

  @Test
  void concurrentChecksShareARequestAfterACancellation() {
    Sinks.One<Reply> reply = Sinks.one();
    answer = reply.asMono();
    verification.status().subscribe().dispose();
    List<Mono<TokenStatus>> all =
        IntStream.range(0, 50).mapToObj(n -> verification.status()).toList();
    Mono<List<TokenStatus>> verdicts = Flux.merge(all).collectList().cache();
    verdicts.subscribe();
    reply.tryEmitValue(OK);
    assertThat(verdicts.block(PATIENCE)).hasSize(50).containsOnly(ACCEPTED);
    assertThat(requests).hasSize(1);
  }
}
