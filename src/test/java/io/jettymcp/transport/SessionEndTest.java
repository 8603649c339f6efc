package io.jettymcp.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a session. */
@Timeout(60)
class SessionEndTest {
  @RegisterExtension final Host host = Host.initialized();

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Nested
  class AtTheEndOfTheInput {
    @Test
    void anIdleSessionEndsAtOnce() throws Exception {
      long start = System.nanoTime();
      host.endInput();
      host.over.get(20, SECONDS);
      assertThat(since(start)).isLessThan(StdioTransport.GRACE);
    }

    @Test
    void aLastLineWithoutANewlineGetsItsResponse() throws Exception {
      host.sendRaw(Messages.request("1", "echo", "{}").getBytes(StandardCharsets.UTF_8));
      host.endInput();
      host.expectResult("1");
    }

    @Test
    void callsInFlightGetTheirResponses() throws Exception {
      host.hold("1", "slow");
      host.endInput();
      host.inputEnd.get(20, SECONDS);
      assertThat(host.over).isNotDone();
      host.handlers.held("slow").respond(Map.of());
      host.expectResult("1");
      host.over.get(1, SECONDS);
    }

    @Test
    void callsThatHangAreCancelledAfterTwoSeconds() throws Exception {
      host.call("2", "block", "{}");
      Handlers.Held hanging = host.holdStarted("1", "hanging");
      long start = System.nanoTime();
      host.endInput();
      host.over.get(20, SECONDS);
      assertThat(since(start)).isBetween(StdioTransport.GRACE, Duration.ofSeconds(3));
      hanging.cancelled.get(1, SECONDS);
    }
  }

  @Test
  void stopLetsCallsInFlightFinish() throws Exception {
    Handlers.Held slow = host.holdStarted("1", "slow");
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(host.transport::stop);
    slow.respond(Map.of());
    host.expectResult("1");
    stopped.get(20, SECONDS);
    host.over.get(1, SECONDS);
  }

  @Test
  void endsAtOnceWhenTheOutputIsClosed() throws Exception {
    Handlers.Held hanging = host.holdStarted("1", "hanging");
    host.stopReading();
    host.call("2", "ping", "{}");
    host.over.get(StdioTransport.GRACE.toMillis(), MILLISECONDS);
    hanging.cancelled.get(1, SECONDS);
  }

  @Nested
  class OfAHostThatDoesNotRead {
    @RegisterExtension final Host silent = Host.thatDoesNotRead();

    @Test
    void comesInTimeThoughTheOutputIsFull() throws Exception {
      silent.initialize();
      for (int i = 0; i < 1000; i++) {
        silent.call(Integer.toString(i), "page", "{}");
      }
      long start = System.nanoTime();
      silent.endInput();
      silent.over.get(20, SECONDS);
      assertThat(since(start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void comesWhenItSendsWithoutEnd() throws Exception {
      String id = "\"" + "x".repeat(1024 * 1024) + "\"";
      CompletableFuture<Void> flood = new CompletableFuture<>();
      StdioTransport.daemon("test-flood", () -> floodUntil(flood, id)).start();
      silent.over.get(30, SECONDS);
      flood.complete(null);
    }

    private void floodUntil(CompletableFuture<Void> end, String id) {
      try {
        while (!end.isDone()) {
          silent.call(id, "ping", "{}");
        }
      } catch (UncheckedIOException ignored) {
        // The pipe was closed at the end of the test.
      }
    }
  }
}
