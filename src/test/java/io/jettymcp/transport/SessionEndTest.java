package io.jettymcp.transport;

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

  /** Ends a session, and returns how long that took. */
  private interface Ending {
    Duration of(Host session) throws Exception;
  }

  /** Measures again what took too long: a busy machine may delay the end of one session. */
  private static Duration measured(Duration limit, Ending ending) throws Exception {
    Duration time = limit;
    for (int i = 0; i < 3 && time.compareTo(limit) >= 0; i++) {
      try (Host session = Host.initialized()) {
        time = ending.of(session);
      }
    }
    return time;
  }

  @Nested
  class AtTheEndOfTheInput {
    @Test
    void anIdleSessionEndsAtOnce() throws Exception {
      Duration time =
          measured(
              StdioTransport.GRACE,
              session -> {
                long start = System.nanoTime();
                session.endInput();
                session.over.get(20, SECONDS);
                return since(start);
              });
      assertThat(time).isLessThan(StdioTransport.GRACE);
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
      host.over.get(20, SECONDS);
    }

    @Test
    void callsThatHangAreCancelledAfterTwoSeconds() throws Exception {
      Duration limit = Duration.ofSeconds(3);
      Duration time =
          measured(
              limit,
              session -> {
                session.call("2", "block", "{}");
                Handlers.Held hanging = session.holdStarted("1", "hanging");
                long start = System.nanoTime();
                session.endInput();
                session.over.get(20, SECONDS);
                Duration end = since(start);
                hanging.cancelled.get(20, SECONDS);
                return end;
              });
      assertThat(time).isBetween(StdioTransport.GRACE, limit);
    }
  }

  @Test
  void stopLetsCallsInFlightFinish() throws Exception {
    Handlers.Held slow = host.holdStarted("1", "slow");
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(host.transport::stop);
    slow.respond(Map.of());
    host.expectResult("1");
    stopped.get(20, SECONDS);
    host.over.get(20, SECONDS);
  }

  @Test
  void endsAtOnceWhenTheOutputIsClosed() throws Exception {
    Duration time =
        measured(
            StdioTransport.GRACE,
            session -> {
              Handlers.Held hanging = session.holdStarted("1", "hanging");
              long start = System.nanoTime();
              session.stopReading();
              session.call("2", "ping", "{}");
              session.over.get(20, SECONDS);
              Duration end = since(start);
              hanging.cancelled.get(20, SECONDS);
              return end;
            });
    assertThat(time).isLessThan(StdioTransport.GRACE);
  }

  @Nested
  class OfAHostThatDoesNotRead {
    @RegisterExtension final Host silent = Host.thatDoesNotRead();

    @Test
    void comesThoughTheOutputIsFull() throws Exception {
      silent.initialize();
      for (int i = 0; i < 1000; i++) {
        silent.call(Integer.toString(i), "page", "{}");
      }
      silent.endInput();
      silent.over.get(20, SECONDS);
    }

    @Test
    void comesWhenItSendsWithoutEnd() throws Exception {
      String id = "\"" + "x".repeat(1024 * 1024) + "\"";
      CompletableFuture<Void> flood = new CompletableFuture<>();
      StdioTransport.daemon("test-flood", () -> floodUntil(flood, id)).start();
      silent.over.get(50, SECONDS);
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
