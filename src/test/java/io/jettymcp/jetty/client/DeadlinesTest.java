package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.http.Attempt;
import io.jettymcp.jetty.http.HttpSender;
import io.jettymcp.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class DeadlinesTest {
  private static final ApiSettings SETTINGS =
      DefaultSettings.of(URI.create("https://jetty.example"));
  private static final Request READ = Request.get("/api/v1/collections/");

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final AtomicReference<Object> outcome = new AtomicReference<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Attempt attempt = new Attempt(READ, Optional.empty(), "/");

  @Test
  void boundsConnecting() {
    start();

    passesAt(5, Reason.NOT_CONNECTED, "connect deadline of 5 s");
    assertThat(cancelled).as("connecting was stopped").isTrue();
    assertThat(attempt.begin()).as("may still be written").isFalse();
  }

  @Test
  void doesNotBoundWriting() {
    start();
    time.advanceTimeBy(Duration.ofMillis(4_999));
    assertThat(attempt.begin()).isTrue();

    time.advanceTimeBy(Duration.ofMinutes(10));

    assertThat(outcome.get()).as("an upload may take its time").isNull();
    assertThat(attempt.abandon()).isFalse();
  }

  @Test
  void boundsTheWaitForTheHead() {
    start();
    attempt.begin();
    time.advanceTimeBy(Duration.ofSeconds(100));
    attempt.sent();

    passesAt(30, Reason.TIMED_OUT, "first-byte deadline of 30 s");
  }

  @Test
  void boundsTheBody() {
    start();
    attempt.begin();
    attempt.sent();
    time.advanceTimeBy(Duration.ofSeconds(29));
    attempt.answered(200);

    passesAt(60, Reason.TIMED_OUT, "body deadline of 60 s");
  }

  @Test
  void anEarlyResponseEndsTheWaitForTheHead() {
    start();
    attempt.begin();
    attempt.answered(200);
    attempt.sent();

    passesAt(60, Reason.TIMED_OUT, "body deadline of 60 s");
  }

  @Test
  void boundsARequestWithItsRetries() {
    AtomicInteger sent = new AtomicInteger();
    HttpSender silent =
        one ->
            Mono.defer(
                () -> {
                  sent.incrementAndGet();
                  one.begin();
                  one.sent();
                  return Mono.never();
                });
    Exchange stack =
        JettyApi.stack(
            SETTINGS,
            () -> Optional.of(Secret.of("token")),
            (collection, values) -> {},
            ApiObserver.NONE,
            time,
            () -> 1.0,
            silent);
    stack.send(READ).subscribe(outcome::set, outcome::set);

    passesAt(50, Reason.TIMED_OUT, "overall deadline of 50 s");
    assertThat(sent).as("30 s for the first, and a pause").hasValue(2);
  }

  @Test
  void countsTheQueueTowardsTheOverallDeadlineOnly() {
    ApiSettings one =
        new ApiSettings(
            SETTINGS.origin(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(50),
            0,
            1,
            1,
            Duration.ofSeconds(50),
            1,
            "test",
            Optional.empty(),
            List.of());
    HttpSender silentWhileSending =
        next ->
            Mono.defer(
                () -> {
                  next.begin();
                  return Mono.never();
                });
    Exchange stack =
        JettyApi.stack(
            one,
            () -> Optional.of(Secret.of("token")),
            (collection, values) -> {},
            ApiObserver.NONE,
            time,
            () -> 1.0,
            silentWhileSending);
    stack.send(READ).subscribe(reply -> {}, failure -> {});
    time.advanceTimeBy(Duration.ofSeconds(1));
    stack.send(READ).subscribe(outcome::set, outcome::set);

    passesAt(50, Reason.TIMED_OUT, "overall deadline of 50 s");
  }

  @Test
  void boundsTheSilenceOfAStream() {
    start();
    attempt.begin();
    attempt.sent();
    attempt.answered(200);
    attempt.streaming();
    for (int i = 0; i < 100; i++) {
      time.advanceTimeBy(Duration.ofSeconds(49));
      attempt.streaming();
    }
    assertThat(outcome.get()).isNull();

    passesAt(50, Reason.TIMED_OUT, "silence deadline of 50 s");
    assertThat(cancelled).isTrue();
  }

  @Test
  void boundsAStreamUntilItsDataArrives() {
    streams(one -> {});

    passesAt(50, Reason.TIMED_OUT, "overall deadline of 50 s");
    assertThat(cancelled).isTrue();
  }

  @Test
  void doesNotBoundAStreamThatFlows() {
    AtomicReference<Attempt> sent = new AtomicReference<>();
    streams(sent::set);
    for (int i = 0; i < 1_000; i++) {
      Objects.requireNonNull(sent.get()).streaming();
      time.advanceTimeBy(Duration.ofSeconds(49));
    }

    assertThat(outcome.get()).isNull();
  }

  @Test
  void streamThatFellSilentIsNotSentAgain() {
    AtomicReference<Attempt> sent = new AtomicReference<>();
    AtomicInteger times = new AtomicInteger();
    streams(
        one -> {
          sent.set(one);
          times.incrementAndGet();
        });
    time.advanceTimeBy(Duration.ofSeconds(40));
    Objects.requireNonNull(sent.get()).streaming();

    passesAt(50, Reason.TIMED_OUT, "silence deadline of 50 s");
    assertThat(times).hasValue(1);
  }

  @Test
  void boundsAStreamAgainAfterItBrokeOff() {
    Sinks.One<Reply> broken = Sinks.one();
    AtomicInteger times = new AtomicInteger();
    HttpSender silent =
        one ->
            Mono.defer(
                () -> {
                  one.begin();
                  if (times.getAndIncrement() == 0) {
                    one.streaming();
                    return broken.asMono();
                  }
                  return Mono.never();
                });
    send(silent);
    time.advanceTimeBy(Duration.ofSeconds(45));
    broken.tryEmitError(new Unavailable(Reason.BROKEN_OFF, ""));

    passesAt(50, Reason.TIMED_OUT, "overall deadline of 50 s");
    assertThat(times).hasValue(2);
  }

  /** Sends a request for a file that is written, and never answered by itself. */
  private void streams(Consumer<Attempt> sent) {
    HttpSender silent =
        one ->
            Mono.<Reply>never()
                .doOnSubscribe(
                    subscription -> {
                      one.begin();
                      sent.accept(one);
                    })
                .doOnCancel(() -> cancelled.set(true));
    send(silent);
  }

  private void send(HttpSender sender) {
    JettyApi.stack(
            SETTINGS,
            () -> Optional.of(Secret.of("token")),
            (collection, values) -> {},
            ApiObserver.NONE,
            time,
            () -> 1.0,
            sender)
        .send(READ.handling(new ResponseHandling.ToFile(Path.of("file"))))
        .subscribe(outcome::set, outcome::set);
  }

  private void start() {
    HttpSender never = one -> Mono.<Reply>never().doOnCancel(() -> cancelled.set(true));
    new AttemptDeadlines(SETTINGS, time, never).send(attempt).subscribe(outcome::set, outcome::set);
  }

  private void passesAt(int seconds, Reason reason, String detail) {
    time.advanceTimeBy(Duration.ofSeconds(seconds).minusMillis(1));
    assertThat(outcome.get()).isNull();
    time.advanceTimeBy(Duration.ofMillis(1));
    assertThat(outcome.get())
        .isInstanceOfSatisfying(
            Unavailable.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(reason);
              assertThat(failure.detail()).isEqualTo(detail);
            });
  }
}
