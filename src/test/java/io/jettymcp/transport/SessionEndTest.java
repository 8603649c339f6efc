package io.jettymcp.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session ends. */
@Timeout(60)
class SessionEndTest {
  private Host host;

  @BeforeEach
  void connect() throws Exception {
    host = Host.initialized();
  }

  @AfterEach
  void disconnect() throws Exception {
    host.close();
  }

  @Test
  void endsAtOnceWhenTheInputEndsAndNothingIsInFlight() throws Exception {
    long start = System.nanoTime();
    host.endInput();
    host.over.get(20, SECONDS);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(StdioTransport.GRACE);
  }

  @Test
  void answersTheLastLineThoughItHasNoNewline() throws Exception {
    host.sendRaw(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}".getBytes(StandardCharsets.UTF_8));
    host.endInput();
    host.expectResult("1");
  }

  @Test
  void callsInFlightAreAnsweredAfterTheInputHasEnded() throws Exception {
    host.hold("1", "slow");
    host.endInput();
    host.inputEnd.get(20, SECONDS);
    assertThat(host.over).isNotDone();
    host.handlers.held("slow").answer(Map.of());
    host.expectResult("1");
    host.over.get(1, SECONDS);
  }

  @Test
  void callsThatHangAreCancelledTwoSecondsAfterTheInputHasEnded() throws Exception {
    host.hold("1", "hanging");
    host.call("2", "block", "{}");
    host.handlers.held("hanging").started.get(20, SECONDS);
    long start = System.nanoTime();
    host.endInput();
    host.over.get(20, SECONDS);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(StdioTransport.GRACE, Duration.ofSeconds(3));
    host.handlers.held("hanging").cancelled.get(1, SECONDS);
  }

  @Test
  void stopLetsCallsInFlightFinishAndTakesNoMore() throws Exception {
    host.hold("1", "slow");
    host.handlers.held("slow").started.get(20, SECONDS);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(host.transport::stop);
    host.handlers.held("slow").answer(Map.of());
    host.expectResult("1");
    stopped.get(20, SECONDS);
    host.over.get(1, SECONDS);
  }

  @Test
  void endsQuietlyAndAtOnceWhenNobodyReadsTheOutputAnyMore() throws Exception {
    host.hold("1", "hanging");
    host.handlers.held("hanging").started.get(20, SECONDS);
    host.stopReading();
    host.call("2", "ping", "{}");
    host.over.get(StdioTransport.GRACE.toMillis(), MILLISECONDS);
    host.handlers.held("hanging").cancelled.get(1, SECONDS);
  }

  @Test
  void endsInTimeThoughTheOutputIsFullAndNotRead() throws Exception {
    try (Host silent = Host.thatDoesNotRead()) {
      silent.send(Host.INITIALIZE);
      for (int i = 0; i < 1000; i++) {
        silent.call(Integer.toString(i), "page", "{}");
      }
      long start = System.nanoTime();
      silent.endInput();
      silent.over.get(20, SECONDS);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void endsWhenAHostSendsWithoutEndAndNeverReads() throws Exception {
    try (Host silent = Host.thatDoesNotRead()) {
      String id = "\"" + "x".repeat(1024 * 1024) + "\"";
      CompletableFuture<Void> flood = new CompletableFuture<>();
      StdioTransport.daemon(
              "test-flood",
              () -> {
                while (!flood.isDone()) {
                  silent.call(id, "ping", "{}");
                }
              })
          .start();
      silent.over.get(30, SECONDS);
      flood.complete(null);
    }
  }
}
