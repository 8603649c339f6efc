package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.HttpObserver.Refusal;
import io.jettymcp.transport.http.HttpSettings.Limits;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bound with the request that it stops. */
class BoundsTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static Limits limits(int body, Duration request, int connections, int calls) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        body,
        usual.header(),
        usual.depth(),
        request,
        connections,
        usual.sessions(),
        usual.sessionsPerToken(),
        usual.sessionIdle(),
        usual.resumeWindow(),
        calls,
        usual.drain());
  }

  private static Running with(Limits limits) throws ServerStartException {
    return new Running(Running.with(limits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1000000\r\n\r\n",
        "POST /nothing HTTP/1.1\r\nHost: evil\r\nContent-Length: 1000000\r\n\r\n",
      })
  void aSlowSenderIsEndedThoughItNeverPauses(String start) throws Exception {
    ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    try (Running running = with(limits(4 << 20, Duration.ofMillis(400), 100, 32));
        Line line = running.line()) {
      line.send(start.replace("PORT", String.valueOf(running.address().getPort())));
      ScheduledFuture<?> dripping =
          drip.scheduleAtFixedRate(() -> sendOne(line), 20, 20, TimeUnit.MILLISECONDS);
      String all;
      try {
        all = line.rest();
      } catch (SocketException reset) {
        all = "";
      }
      assertThat(all).doesNotContain("HTTP/1.1 200");
      dripping.cancel(true);
      assertThat(running.told.refused.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(running.ask("GET /healthz")).startsWith("HTTP/1.1 200");
    } finally {
      drip.shutdownNow();
    }
  }

  private static void sendOne(Line line) {
    try {
      line.send("x");
    } catch (IOException over) {
      throw new IllegalStateException(over);
    }
  }

  @Test
  void anIncompleteRequestGets408() throws Exception {
    try (Running running = with(limits(4 << 20, Duration.ofMillis(200), 100, 32));
        Line line = running.line()) {
      assertThat(line.send("GET /hea").rest()).startsWith("HTTP/1.1 408");
      assertThat(running.told.refused).contains(Refusal.TOO_SLOW);
    }
  }

  @Test
  void aLargeBodyIsRefusedByItsLengthAndWhileItIsRead() throws Exception {
    try (Running running = with(limits(1000, Duration.ofSeconds(5), 100, 32))) {
      assertThat(running.ask("POST /mcp", "Content-Length: 1001")).startsWith("HTTP/1.1 413");
      assertThat(running.ask("POST /mcp", "Content-Length: 99999999999999999999"))
          .startsWith("HTTP/1.1 4");
      try (Line line = running.line()) {
        line.send(running.request("POST /mcp", "Transfer-Encoding: chunked"));
        for (int i = 0; i < 11; i++) {
          line.send("64\r\n" + "x".repeat(100) + "\r\n");
        }
        assertThat(line.head()).startsWith("HTTP/1.1 413");
      }
      assertThat(running.told.refused).contains(Refusal.BODY_TOO_LARGE);
      assertThat(running.askAll("POST /mcp", "Content-Length: 0")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void largeHeadsAreRefused() throws Exception {
    try (Running running = new Running()) {
      assertThat(running.ask("GET /healthz", "X-Large: " + "x".repeat(17_000)))
          .startsWith("HTTP/1.1 431");
      assertThat(running.ask("GET /" + "x".repeat(9_000))).startsWith("HTTP/1.1 414");
      assertThat(running.told.refused).contains(Refusal.HEADERS_TOO_LARGE);
    }
  }

  @Test
  void whatIsNotHttpGetsAPlain400() throws Exception {
    try (Running running = new Running()) {
      assertThat(running.ask("POST /mcp", "Content-Length: 5", "Transfer-Encoding: chunked"))
          .startsWith("HTTP/1.1 400");
      assertThat(running.ask("POST /mcp", "Content-Length: 5", "Content-Length: 6"))
          .startsWith("HTTP/1.1 400");
      try (Line line = running.line()) {
        assertThat(line.send("hello\r\n\r\n").rest())
            .startsWith("HTTP/1.1 400")
            .doesNotContain("Exception");
      }
      assertThat(running.told.refused).contains(Refusal.BAD_REQUEST);
    }
  }

  @Test
  void oneConnectionTooManyIsClosedAtOnce() throws Exception {
    try (Running running = with(limits(1000, SOON, 2, 32));
        Line first = running.line();
        Line second = running.line()) {
      assertThat(first.send(running.request("GET /healthz")).head()).startsWith("HTTP/1.1 200");
      assertThat(second.send(running.request("GET /healthz")).head()).startsWith("HTTP/1.1 200");
      try (Line third = running.line()) {
        assertThat(third.socket().getInputStream().read()).isEqualTo(-1);
      }
      assertThat(running.told.refused.poll(10, TimeUnit.SECONDS))
          .isEqualTo(Refusal.TOO_MANY_CONNECTIONS);
      assertThat(first.send(running.request("GET /readyz")).head()).contains("200");
    }
  }

  @Test
  void oneCallTooManyOfAnOwnerGets429() throws Exception {
    try (Running running = with(limits(1000, SOON, 100, 1));
        Line first = running.line()) {
      first.send(
          running.request("POST /mcp?do=hold", "Content-Length: 0", "Authorization: Bearer a"));
      assertThat(running.endpoint.next(SOON)).isEqualTo("held");
      assertThat(running.ask("POST /mcp?do=hold", "Content-Length: 0", "Authorization: Bearer a"))
          .startsWith("HTTP/1.1 429")
          .containsIgnoringCase("retry-after: 1");
      try (Line other = running.line()) {
        other.send(
            running.request("POST /mcp?do=hold", "Content-Length: 0", "Authorization: Bearer b"));
        assertThat(running.endpoint.next(SOON)).isEqualTo("held");
        running.endpoint.release();
        assertThat(other.head()).startsWith("HTTP/1.1 200");
        assertThat(first.head()).startsWith("HTTP/1.1 200");
      }
      assertThat(running.told.refused).contains(Refusal.TOO_MANY_CALLS);
    }
  }

  @Test
  void whoSendsOnAndOnWithoutWaitingIsCutOff() throws Exception {
    try (Running running = new Running();
        Line line = running.line()) {
      line.send(running.request("POST /mcp?do=hold", "Content-Length: 0"));
      assertThat(running.endpoint.next(SOON)).isEqualTo("held");
      try {
        line.send(running.request("POST /mcp", "Content-Length: 200000") + "x".repeat(200_000));
        assertThat(line.rest()).isEmpty();
      } catch (SocketException reset) {
        assertThat(reset).hasMessageNotContaining("timed out");
      }
      assertThat(running.endpoint.next(SOON)).isEqualTo("gone");
    }
  }
}
