package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.app.log.LogEntry;
import io.jettymcp.config.LogLevel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How answers are written, and what is known of clients that do not wait for theirs. */
class AnswersTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Running running;

  @BeforeEach
  void start() throws ServerStartException {
    running = new Running();
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void eventsAreSentAtOnce() throws Exception {
    try (Line line = running.line()) {
      line.send(running.request("GET /mcp?do=listen"));
      assertThat(line.head())
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("content-type: text/event-stream")
          .containsIgnoringCase("cache-control: no-store")
          .containsIgnoringCase("x-accel-buffering: no");
      assertThat(line.body("9\r\n: hello".length())).endsWith(": hello");
    }
    assertThat(running.endpoint.next(SOON)).isEqualTo("cancelled");
    assertThat(running.told.ended.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void anOldClientGetsEventsWithoutChunksUntilTheConnectionEnds() throws Exception {
    try (Line line = running.line()) {
      line.send(running.request("GET /mcp?do=listen").replaceFirst("HTTP/1.1", "HTTP/1.0"));
      assertThat(line.head())
          .contains(" 200 ")
          .doesNotContainIgnoringCase("transfer-encoding")
          .containsIgnoringCase("connection: close");
      assertThat(line.body(": hello\n\n".length())).isEqualTo(": hello\n\n");
      running.endpoint.drain();
      assertThat(line.rest()).isEmpty();
    }
  }

  @Test
  void aReaderWhoDoesNotReadCostsWhatFitsTheConnection() throws Exception {
    try (Line line = running.line()) {
      line.send(running.request("GET /mcp?do=flood"));
      line.head();
      long before = -1;
      long made = running.endpoint.made.get();
      while (made != before) {
        assertThat(running.endpoint.next(Duration.ofMillis(300))).isEqualTo("(nothing)");
        before = made;
        made = running.endpoint.made.get();
      }
      // Buffers of both kernels: some megabytes at most. Without a bound it would be gigabytes.
      assertThat(made).isLessThan(4000);
      line.body(1 << 20);
    }
    assertThat(running.endpoint.next(SOON)).isEqualTo("cancelled");
  }

  @Test
  void aCallerWhoLeavesIsNoticed() throws Exception {
    try (Line line = running.line()) {
      line.send(running.request("POST /mcp?do=hold", "Content-Length: 0"));
      assertThat(running.endpoint.next(SOON)).isEqualTo("held");
    }
    assertThat(running.endpoint.next(SOON)).isEqualTo("gone");
    assertThat(running.told.ended.poll(10, TimeUnit.SECONDS).status()).isZero();
  }

  @Test
  void aCallerWhoLeavesWithinItsBodyIsForgotten() throws Exception {
    try (Line line = running.line()) {
      line.send(running.request("POST /mcp", "Content-Length: 1000") + "{");
    }
    assertThat(running.told.ended.poll(10, TimeUnit.SECONDS).bytesOut()).isZero();
  }

  @Test
  void aCallerWhoClosesItsHalfIsTakenToHaveLeft() throws Exception {
    try (Line line = running.line()) {
      line.send(running.request("POST /mcp?do=hold", "Content-Length: 0"));
      assertThat(running.endpoint.next(SOON)).isEqualTo("held");
      line.socket().shutdownOutput();
      assertThat(running.endpoint.next(SOON)).isEqualTo("gone");
    }
  }

  @Test
  void thePagesThatAreNotMcp() throws Exception {
    assertThat(running.askAll("GET /healthz")).startsWith("HTTP/1.1 200").endsWith("ok\n");
    assertThat(running.askAll("GET /metrics")).endsWith("jetty_mcp_up 1\n");
    assertThat(running.askAll("HEAD /healthz"))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("content-length: 3")
        .endsWith("\r\n\r\n");
    assertThat(running.askAll("GET /"))
        .contains(running.address() + "/mcp", "default-src 'none'", "claude mcp add")
        .doesNotContain("{{", "<script");
  }

  @Test
  void theLogHasOneLineForARequestAndNothingSecret() throws Exception {
    List<LogEntry> lines;
    try (CapturedLog log = new CapturedLog(LogLevel.WARN)) {
      running.askAll(
          "POST /mcp?token=planted-query",
          "Content-Length: 0",
          "Authorization: Bearer planted-token",
          "Mcp-Session-Id: planted-session");
      running.ask("GET /a%0Aplanted%20request=zz;x");
      assertThat(running.told.ended.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(running.told.ended.poll(10, TimeUnit.SECONDS)).isNotNull();
      lines = log.entries();
    }
    assertThat(lines)
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.logger()).isEqualTo("access"))
        .extracting(LogEntry::message)
        .allSatisfy(
            line ->
                assertThat(line)
                    .doesNotContain(
                        "planted-query", "planted-token", "planted-session", "request=zz", "\n")
                    .containsPattern("request=[0-9a-f]{16}$"));
  }
}
