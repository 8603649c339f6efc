package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.node.JsonNodeFactory;

class RetryTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(50);
  private static final Request READ = Request.get("/x");
  private static final Request WRITE = Request.post("/x").startingRun();
  private static final Reply OK = new Reply(200, JsonNodeFactory.instance.objectNode());

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final List<Long> sentAt = new ArrayList<>();
  private final AtomicReference<Object> outcome = new AtomicReference<>();

  @Test
  void pausesLongerEachTimeUpToTheCap() {
    run(8, 1.0, READ, unavailable(503));

    assertThat(sentAt).containsExactly(0L, 250L, 750L, 1750L, 3750L, 7750L, 15750L, 23750L, 31750L);
    assertThat(outcome.get()).isInstanceOf(Unavailable.class);
  }

  @Test
  void spreadsThePausesOverTheRange() {
    run(2, 0.0, READ, unavailable(503));
    assertThat(sentAt).containsExactly(0L, 0L, 0L);

    sentAt.clear();
    run(2, 0.5, READ, unavailable(503));
    assertThat(sentAt).containsExactly(0L, 125L, 375L);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 524})
  void retriesOnlyReadsAfterATransientStatus(int status) {
    run(3, 1.0, READ, unavailable(status));
    assertThat(sentAt).hasSize(4);

    sentAt.clear();
    run(3, 1.0, WRITE, unavailable(status));
    assertThat(sentAt).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {501, 505, 526, 599})
  void doesNotRetryAfterAPermanentStatus(int status) {
    run(3, 1.0, READ, unavailable(status));

    assertThat(sentAt).hasSize(1);
  }

  @Test
  void retriesAWriteOnlyIfTheConnectionWasNeverMade() {
    for (Reason reason : Reason.values()) {
      sentAt.clear();
      run(3, 1.0, WRITE, new Unavailable(reason, ""));
      assertThat(sentAt).as("%s", reason).hasSize(reason == Reason.NOT_CONNECTED ? 4 : 1);
    }
    sentAt.clear();
    run(3, 1.0, WRITE, new RateLimited(Optional.of(Duration.ofSeconds(1))));
    assertThat(sentAt).hasSize(1);
  }

  @Test
  void doesNotRetryWhatWouldFailAgain() {
    for (Failure failure :
        List.of(
            new Failure.NotSignedIn(true, ""),
            new Failure.Refused(Failure.Refused.Kind.NOT_FOUND, 404, ""),
            new Failure.TooLarge(1),
            new Failure.StillRunning(),
            new Unavailable(Reason.UNREADABLE, 307, "redirect to no address", Optional.empty()),
            new Unavailable(Reason.BLOCKED, ""),
            new Unavailable(Reason.INTERCEPTED, ""),
            new Failure.Defect(new IllegalStateException()))) {
      sentAt.clear();
      run(3, 1.0, READ, failure);
      assertThat(sentAt).as("%s", failure).hasSize(1);
      assertThat(outcome.get()).isSameAs(failure);
    }
  }

  @Test
  void pauseBeyondTheTimeoutEndsTheRequestWithItsFailure() {
    RateLimited busy = new RateLimited(Optional.of(Duration.ofSeconds(30)));

    run(3, 1.0, READ, busy);

    assertThat(sentAt).containsExactly(0L, 30_000L);
    assertThat(outcome.get()).isSameAs(busy);
  }

  @Test
  void readsAnUnreadableReplyOnceMore() {
    run(3, 1.0, READ, new Unavailable(Reason.UNREADABLE, ""));

    assertThat(sentAt).hasSize(2);
  }

  @Test
  void waitsForRetryAfter() {
    run(1, 1.0, READ, new RateLimited(Optional.of(Duration.ofSeconds(30))));
    assertThat(sentAt).containsExactly(0L, 30_000L);

    sentAt.clear();
    run(
        1,
        1.0,
        READ,
        new Unavailable(Reason.SERVER_ERROR, 503, "", Optional.of(Duration.ofSeconds(7))));
    assertThat(sentAt).containsExactly(0L, 7_000L);
  }

  @Test
  void neverWaitsShorterThanTheBackOff() {
    run(1, 1.0, READ, new RateLimited(Optional.of(Duration.ZERO)));

    assertThat(sentAt).containsExactly(0L, 250L);
  }

  @Test
  void failsAtOnceOnALongRetryAfter() {
    RateLimited failure = new RateLimited(Optional.of(Duration.ofSeconds(31)));

    run(3, 1.0, READ, failure);

    assertThat(sentAt).containsExactly(0L);
    assertThat(outcome.get()).isSameAs(failure);
  }

  @Test
  void stopsAtTheFirstSuccess() {
    Exchange next =
        request ->
            Mono.defer(
                () -> {
                  sentAt.add(time.now(TimeUnit.MILLISECONDS));
                  return sentAt.size() < 3 ? Mono.error(unavailable(502)) : Mono.just(OK);
                });
    subscribe(new Retry(3, TIMEOUT, () -> 1.0, time, ApiObserver.NONE, next), READ);
    time.advanceTimeBy(Duration.ofMinutes(5));

    assertThat(sentAt).hasSize(3);
    assertThat(outcome.get()).isSameAs(OK);
  }

  @Test
  void sendsNothingAfterCancellation() {
    Disposable call =
        subscribe(
            new Retry(3, TIMEOUT, () -> 1.0, time, ApiObserver.NONE, failing(unavailable(503))),
            READ);
    call.dispose();
    time.advanceTimeBy(Duration.ofMinutes(5));

    assertThat(sentAt).hasSize(1);
  }

  private void run(int retries, double jitter, Request request, Failure failure) {
    long start = time.now(TimeUnit.MILLISECONDS);
    subscribe(
        new Retry(retries, TIMEOUT, () -> jitter, time, ApiObserver.NONE, failing(failure)),
        request);
    time.advanceTimeBy(Duration.ofMinutes(5));
    sentAt.replaceAll(at -> at - start);
  }

  private Disposable subscribe(Exchange exchange, Request request) {
    return exchange.send(request).subscribe(outcome::set, outcome::set);
  }

  private Exchange failing(Failure failure) {
    return request ->
        Mono.defer(
            () -> {
              sentAt.add(time.now(TimeUnit.MILLISECONDS));
              return Mono.error(failure);
            });
  }

  private static Failure unavailable(int status) {
    return new Unavailable(Reason.SERVER_ERROR, status, "", Optional.empty());
  }
}
