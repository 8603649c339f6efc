package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.app.log.LogEntry;
import io.jettymcp.config.LogLevel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests how responses are written and disconnected clients are detected. */
class ResponsesTest {
  @RegisterExtension final RunningServer server = RunningServer.start();

  @Nested
  class Streams {
    @Test
    void sendEventsAtOnce() throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(server.request("GET /mcp?do=listen"));
        assertThat(connection.head())
            .startsWith("HTTP/1.1 200")
            .containsIgnoringCase("content-type: text/event-stream")
            .containsIgnoringCase("cache-control: no-store")
            .containsIgnoringCase("x-accel-buffering: no");
        assertThat(connection.body("9\r\n: hello".length())).endsWith(": hello");
      }
      assertThat(server.endpoint.nextEvent()).isEqualTo("cancelled");
      assertThat(server.observer.nextEnded()).isNotNull();
    }

    @Test
    void forHttp10HaveNoChunksAndEndWithTheConnection() throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(server.request("GET /mcp?do=listen").replaceFirst("HTTP/1.1", "HTTP/1.0"));
        assertThat(connection.head())
            .contains(" 200 ")
            .doesNotContainIgnoringCase("transfer-encoding")
            .containsIgnoringCase("connection: close");
        assertThat(connection.body(": hello\n\n".length())).isEqualTo(": hello\n\n");
        server.endpoint.drain();
        assertThat(connection.rest()).isEmpty();
      }
    }

    @Test
    void withoutAReaderCostWhatFitsTheConnection() throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(server.request("GET /mcp?do=flood"));
        connection.head();
        long before = -1;
        long made = server.endpoint.made.get();
        while (made != before) {
          assertThat(server.endpoint.nextEvent(Duration.ofMillis(300))).isEqualTo("(nothing)");
          before = made;
          made = server.endpoint.made.get();
        }
        // Buffers of both kernels: some megabytes at most. Without a limit it would be gigabytes.
        assertThat(made).isLessThan(4000);
        connection.body(1 << 20);
      }
      assertThat(server.endpoint.nextEvent()).isEqualTo("cancelled");
    }
  }

  @Nested
  class DisconnectedCallers {
    @Test
    void areNoticed() throws Exception {
      server.hold().close();
      assertThat(server.endpoint.nextEvent()).isEqualTo("disconnected");
      assertThat(server.observer.nextEnded().status()).isZero();
    }

    @Test
    void areForgottenIfTheirBodyIsIncomplete() throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(server.request("POST /mcp", "Content-Length: 1000") + "{");
      }
      assertThat(server.observer.nextEnded().bytesOut()).isZero();
    }

    @Test
    void includeThoseThatCloseTheirHalf() throws Exception {
      try (RawConnection connection = server.hold()) {
        connection.closeOutput();
        assertThat(server.endpoint.nextEvent()).isEqualTo("disconnected");
      }
    }
  }

  @Nested
  class PagesBesidesMcp {
    @Test
    void includeTheLivenessProbe() throws Exception {
      assertThat(server.response("GET /healthz")).startsWith("HTTP/1.1 200").endsWith("ok\n");
    }

    @Test
    void includeMetrics() throws Exception {
      assertThat(server.response("GET /metrics")).endsWith("jetty_mcp_up 1\n");
    }

    @Test
    void answerHeadWithoutABody() throws Exception {
      assertThat(server.response("HEAD /healthz"))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("content-length: 3")
          .endsWith("\r\n\r\n");
    }

    @Test
    void showHowToConnect() throws Exception {
      assertThat(server.response("GET /"))
          .containsIgnoringCase("cache-control: no-store")
          .contains(server.address() + "/mcp", "default-src 'none'", "claude mcp add");
    }

    @Test
    void includeTheStatusForPrograms() throws Exception {
      assertThat(server.response("GET /status"))
          .containsIgnoringCase("cache-control: no-store")
          .contains("\"state\":\"ready\"", "\"version\":\"1.2.3\"", "\"token\":\"server\"")
          .containsPattern("\"up_since\":\"[0-9T:-]+Z\"");
    }
  }

  @Test
  void theAccessLogHasOneLinePerRequestAndNoSecrets() throws Exception {
    List<LogEntry> lines;
    try (CapturedLog log = new CapturedLog(LogLevel.WARN)) {
      server.response(
          "POST /mcp?token=planted-query",
          "Authorization: Bearer planted-token",
          "Mcp-Session-Id: planted-session");
      server.head("GET /a%0Aplanted%20request=zz;x");
      server.observer.nextEnded();
      server.observer.nextEnded();
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

  @Test
  void theAccessLogHasNoPathThatIsNoRoute() throws Exception {
    try (CapturedLog log = new CapturedLog(LogLevel.WARN)) {
      server.head("GET /mcp/planted-key");
      server.observer.nextEnded();
      assertThat(log.entries())
          .extracting(LogEntry::message)
          .anyMatch(line -> line.contains(" route=other status=404 "))
          .noneMatch(line -> line.contains("planted"));
    }
  }
}
