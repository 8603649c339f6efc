package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Which read waits for which, in virtual time. */
class PreconnectionTest {
  private static final Optional<Secret> TOKEN = Optional.of(Secret.of("first-token"));
  private static final Duration OPENING = Duration.ofMillis(200);

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final Sinks.Empty<Void> opening = Sinks.empty();
  private final Sinks.Empty<Void> reply = Sinks.empty();
  private final List<String> sent = new ArrayList<>();
  private Preconnection connection = new Preconnection(TOKEN, Mono.never(), OPENING, OPENING);

  @BeforeEach
  void begin() {
    VirtualTimeScheduler.set(time);
    connection =
        new Preconnection(TOKEN, opening.asMono(), Duration.ofSeconds(5), Duration.ofSeconds(50));
    connection.start();
  }

  @AfterEach
  void restoreTime() {
    VirtualTimeScheduler.reset();
  }

  private void read(String name) {
    read(TOKEN, name);
  }

  private void read(Optional<Secret> token, String name) {
    connection
        .before(token, Mono.fromRunnable(() -> sent.add(name)).then(reply.asMono()))
        .subscribe();
  }

  private void open() {
    time.advanceTimeBy(OPENING);
    opening.tryEmitEmpty();
  }

  @Test
  void firstReadWaitsUntilItIsOpen() {
    read("first");
    assertThat(sent).isEmpty();

    open();

    assertThat(sent).containsExactly("first");
  }

  @Test
  void secondReadDoesNotWaitForTheOpening() {
    read("first");
    read("second");

    assertThat(sent).containsExactly("second");
  }

  @Test
  void secondReadUsesItAfterTheFirst() {
    open();
    read("first");
    read("second");
    assertThat(sent).containsExactly("first");

    reply.tryEmitEmpty();

    assertThat(sent).containsExactly("first", "second");
  }

  @Test
  void secondReadDoesNotWaitLongerThanItTookToOpen() {
    open();
    read("first");
    read("second");

    time.advanceTimeBy(OPENING.minusMillis(1));
    assertThat(sent).containsExactly("first");
    time.advanceTimeBy(Duration.ofMillis(1));

    assertThat(sent).containsExactly("first", "second");
  }

  @Test
  void thirdReadDoesNotWait() {
    open();
    read("first");
    read("second");

    read("third");

    assertThat(sent).containsExactly("first", "third");
  }

  @Test
  void readWithAnotherTokenNeitherWaitsNorCounts() {
    read(Optional.of(Secret.of("other-token")), "other");
    assertThat(sent).containsExactly("other");

    read("first");

    assertThat(sent).containsExactly("other");
  }

  @Test
  void noReadWaitsOnceItIsTooOld() {
    open();
    time.advanceTimeBy(Duration.ofSeconds(50));
    read("first");

    read("second");

    assertThat(sent).containsExactly("first", "second");
  }

  @Test
  void noReadWaitsAfterItsFailure() {
    opening.tryEmitError(new IOException("refused"));
    time.advanceTimeBy(Duration.ZERO);
    read("first");

    read("second");

    assertThat(sent).containsExactly("first", "second");
  }

  @Test
  void openingIsGivenUp() {
    read("first");

    time.advanceTimeBy(Duration.ofSeconds(5));

    assertThat(sent).containsExactly("first");
  }
}
