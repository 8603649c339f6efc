package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens when the server is told to stop. */
class DrainTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static CompletableFuture<Void> drain(Running running) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            running.server.drain();
          } catch (InterruptedException hurried) {
            throw new IllegalStateException(hurried);
          }
        });
  }

  @Test
  void callsInFlightAreAnsweredAndNewOnesAreNotTaken() throws Exception {
    try (Running running = new Running();
        Line kept = running.line();
        Line idle = running.line()) {
      assertThat(kept.send(running.request("GET /readyz")).head()).startsWith("HTTP/1.1 200");
      assertThat(kept.body("ready\n".length())).isEqualTo("ready\n");
      idle.send(running.request("GET /mcp?do=listen", "Connection: close"));
      assertThat(idle.head()).containsIgnoringCase("mcp-session-id: opened");
      List<Line> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(running.line().send(running.request("POST /mcp?do=hold", "Content-Length: 0")));
        assertThat(running.endpoint.next(SOON)).isEqualTo("held");
      }

      CompletableFuture<Void> drained = drain(running);
      assertThat(running.endpoint.next(SOON)).isEqualTo("ended");
      assertThat(idle.rest()).contains(": hello");
      assertThat(running.askAll("GET /readyz")).startsWith("HTTP/1.1 503").contains("draining");
      assertThat(running.askAll("GET /healthz")).startsWith("HTTP/1.1 200");
      assertThat(kept.send(running.request("POST /mcp", "Content-Length: 0")).rest())
          .startsWith("HTTP/1.1 503")
          .containsIgnoringCase("connection: close")
          .containsIgnoringCase("retry-after: 1");
      assertThat(running.askAll("POST /mcp?do=hold", "Content-Length: 0", "Mcp-Session-Id: known"))
          .startsWith("HTTP/1.1 503");
      assertThat(running.askAll("POST /mcp", "Content-Length: 0", "Mcp-Session-Id: known"))
          .startsWith("HTTP/1.1 200");
      assertThat(drained).isNotDone();

      running.endpoint.release();
      drained.get(10, TimeUnit.SECONDS);
      for (Line call : calls) {
        assertThat(call.head()).startsWith("HTTP/1.1 200");
        call.close();
      }
      running.server.close();
      assertThat(running.endpoint.closed).isTrue();
    }
  }

  @Test
  void whoHasNotSentAllOfARequestIsNotWaitedFor() throws Exception {
    try (Running running = new Running();
        Line half = running.line();
        Line probe = running.line()) {
      half.send(running.request("POST /mcp", "Content-Length: 2", "Expect: 100-continue"));
      assertThat(half.head()).startsWith("HTTP/1.1 100");
      half.send("{");
      assertThat(probe.send(running.request("GET /healthz")).head()).startsWith("HTTP/1.1 200");
      drain(running).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCallThatTakesTooLongIsNotWaitedForAnyLonger() throws Exception {
    HttpSettings.Limits usual = HttpSettings.Limits.DEFAULT;
    try (Running running =
            new Running(
                Running.with(
                    new HttpSettings.Limits(
                        usual.body(),
                        usual.header(),
                        usual.depth(),
                        usual.request(),
                        usual.connections(),
                        usual.sessions(),
                        usual.sessionsPerToken(),
                        usual.sessionIdle(),
                        usual.resumeWindow(),
                        usual.callsPerToken(),
                        Duration.ofMillis(200))));
        Line call = running.line()) {
      call.send(running.request("POST /mcp?do=hold", "Content-Length: 0"));
      assertThat(running.endpoint.next(SOON)).isEqualTo("held");
      drain(running).get(10, TimeUnit.SECONDS);
      running.server.close();
      assertThat(call.rest()).isEmpty();
    }
  }
}
