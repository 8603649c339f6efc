package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.HttpObserver.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shutdown of a server. */
class DrainTest {
  @RegisterExtension final RunningServer server = RunningServer.start();

  private static CompletableFuture<Void> drain(RunningServer server) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            server.server.drain();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Nested
  class WithACallInFlight {
    private RawConnection call;
    private RawConnection idle;
    private CompletableFuture<Void> drained;

    @BeforeEach
    void callAndDrain() throws Exception {
      call = server.hold();
      idle = server.connect().send(server.request("GET /mcp?do=listen", "Connection: close"));
      assertThat(idle.head()).containsIgnoringCase("mcp-session-id: opened");
      idle.until(": hello");
      drained = drain(server);
      assertThat(server.endpoint.nextEvent()).isEqualTo("ended");
    }

    @AfterEach
    void close() throws Exception {
      call.close();
      idle.close();
    }

    @Test
    void idleStreamsEnd() throws Exception {
      assertThat(idle.rest()).endsWith("0\r\n\r\n");
    }

    @Test
    void probesReportIt() throws Exception {
      assertThat(server.response("GET /readyz")).startsWith("HTTP/1.1 503").contains("draining");
      assertThat(server.response("GET /healthz")).startsWith("HTTP/1.1 200");
    }

    @Test
    void newCallsAreRejected() throws Exception {
      assertThat(server.response("POST /mcp"))
          .startsWith("HTTP/1.1 503")
          .contains("The server is shutting down.")
          .containsIgnoringCase("retry-after: 1");
      assertThat(server.observer.rejections).containsExactly(Rejection.DRAINING);
      assertThat(server.response("POST /mcp?do=hold", "Mcp-Session-Id: known"))
          .startsWith("HTTP/1.1 503");
    }

    @Test
    void messagesOfASessionAreAccepted() throws Exception {
      assertThat(server.response("POST /mcp", "Mcp-Session-Id: known")).startsWith("HTTP/1.1 200");
    }

    @Test
    void theCallGetsItsResponse() throws Exception {
      assertThat(drained).isNotDone();
      server.endpoint.respondToHeld();
      drained.get(20, TimeUnit.SECONDS);
      assertThat(call.head()).startsWith("HTTP/1.1 200");
    }

    @Test
    void closingItClosesTheEndpoint() {
      server.close();
      assertThat(server.endpoint.closed).isTrue();
    }
  }

  @Test
  void allCallsInFlightGetTheirResponses() throws Exception {
    List<RawConnection> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(server.hold());
    }
    CompletableFuture<Void> drained = drain(server);
    server.endpoint.respondToHeld();
    drained.get(20, TimeUnit.SECONDS);
    for (RawConnection call : calls) {
      assertThat(call.head()).startsWith("HTTP/1.1 200");
      call.close();
    }
  }

  @Test
  void keptConnectionsAreClosedAfterTheirResponse() throws Exception {
    try (RawConnection kept = server.connect();
        RawConnection call = server.hold()) {
      assertThat(kept.send(server.request("GET /readyz")).head()).startsWith("HTTP/1.1 200");
      assertThat(kept.body("ready\n".length())).isEqualTo("ready\n");
      CompletableFuture<Void> drained = drain(server);
      server.endpoint.drainStarted.await();
      assertThat(kept.send(server.request("POST /mcp")).rest())
          .startsWith("HTTP/1.1 503")
          .containsIgnoringCase("connection: close");
      assertThat(drained).isNotDone();
      server.endpoint.respondToHeld();
      assertThat(call.head()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void incompleteRequestsAreNotAwaited() throws Exception {
    try (RawConnection incomplete = server.connect()) {
      incomplete.send(server.request("POST /mcp", "Content-Length: 2", "Expect: 100-continue"));
      assertThat(incomplete.head()).startsWith("HTTP/1.1 100");
      incomplete.send("{");
      assertThat(server.head("GET /healthz")).startsWith("HTTP/1.1 200");
      drain(server).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  @SuppressWarnings("try") // Closed early, as the end of the connection is what is tested.
  void callsAreAwaitedForTheConfiguredTime() throws Exception {
    try (RunningServer impatient =
            RunningServer.start(settings -> settings.drain = Duration.ofMillis(200));
        RawConnection call = impatient.hold()) {
      drain(impatient).get(20, TimeUnit.SECONDS);
      impatient.close();
      assertThat(call.rest()).isEmpty();
    }
  }
}
