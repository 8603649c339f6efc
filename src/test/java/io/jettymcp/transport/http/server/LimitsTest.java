package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.config.LogLevel;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.HttpObserver.Served;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit with a request that exceeds it. */
class LimitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1000000\r\n\r\n",
        "POST /nothing HTTP/1.1\r\nHost: evil\r\nContent-Length: 1000000\r\n\r\n",
      })
  void aSlowSenderIsDisconnectedThoughItNeverPauses(String start) throws Exception {
    ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    try (RunningServer server =
            RunningServer.start(settings -> settings.request = Duration.ofMillis(400));
        RawConnection connection = server.connect()) {
      connection.send(start.replace("PORT", String.valueOf(server.address().getPort())));
      Future<?> unused =
          drip.scheduleAtFixedRate(() -> sendOne(connection), 20, 20, TimeUnit.MILLISECONDS);
      String received;
      try {
        received = connection.rest();
      } catch (SocketException reset) {
        received = "";
      }
      assertThat(received).doesNotContain("HTTP/1.1 200");
      drip.shutdownNow();
      assertThat(server.observer.nextRejection()).isNotNull();
      assertThat(server.head("GET /healthz")).startsWith("HTTP/1.1 200");
    } finally {
      drip.shutdownNow();
    }
  }

  private static void sendOne(RawConnection connection) {
    try {
      connection.send("x");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anIncompleteRequestGets408() throws Exception {
    try (RunningServer server =
            RunningServer.start(settings -> settings.request = Duration.ofMillis(200));
        RawConnection connection = server.connect()) {
      assertThat(connection.send("GET /hea").rest()).startsWith("HTTP/1.1 408");
      assertThat(server.observer.rejections).contains(Rejection.TOO_SLOW);
    }
  }

  @Nested
  class Bodies {
    @RegisterExtension
    final RunningServer server = RunningServer.start(settings -> settings.body = 1000);

    @Test
    void areRejectedByTheirAnnouncedLength() throws Exception {
      assertThat(server.head("POST /mcp", "Content-Length: 1001")).startsWith("HTTP/1.1 413");
      assertThat(server.head("POST /mcp", "Content-Length: 99999999999999999999"))
          .startsWith("HTTP/1.1 4");
      assertThat(server.observer.rejections).contains(Rejection.BODY_TOO_LARGE);
    }

    @Test
    void areRejectedWhileTheyAreRead() throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(server.request("POST /mcp", "Transfer-Encoding: chunked"));
        for (int i = 0; i < 11; i++) {
          connection.send("64\r\n" + "x".repeat(100) + "\r\n");
        }
        assertThat(connection.head()).startsWith("HTTP/1.1 413");
      }
      assertThat(server.observer.rejections).contains(Rejection.BODY_TOO_LARGE);
      assertThat(server.response("POST /mcp")).startsWith("HTTP/1.1 200");
    }
  }

  /** Requests that have their response before their endless body has ended. */
  @Nested
  class UnreadBodies {
    /** Far above what the buffers of both ends hold. */
    private static final int FLOOD = 16 * 1024 * 1024;

    @RegisterExtension final RunningServer server = RunningServer.start(s -> s.body = 100_000);

    @ParameterizedTest
    @CsvSource({
      "POST /mcp, Authorization: Bearer rejected, 401",
      "POST /mcp, Host: evil, 400",
      "POST /mcp, Origin: http://evil, 403",
      "POST /nothing, X: y, 404",
      "PUT /mcp, X: y, 405",
      "POST /mcp, X: y, 413",
      "POST /mcp, Content-Encoding: gzip, 415",
      "GET /healthz, X: y, 200",
      "POST /mcp?do=ignore-body, X: y, 200"
    })
    void endTheirConnection(String request, String header, int status) throws Exception {
      assertEnds(server.request(request, header, "Transfer-Encoding: chunked"), status);
    }

    @Test
    void endTheirConnectionDespiteALength() throws Exception {
      assertEnds(server.request("POST /mcp", "Content-Length: 10000000000"), 413);
    }

    private void assertEnds(String head, int status) throws Exception {
      String part = head.contains("chunked") ? "2000\r\n" + "x".repeat(8192) + "\r\n" : "x";
      String flood = part.repeat(FLOOD / part.length() + 1);
      try (RawConnection connection = server.connect()) {
        connection.send(head);
        Thread sender = new Thread(() -> sendUntilClosed(connection, flood));
        sender.start();
        assertThat(connection.head()).startsWith("HTTP/1.1 " + status);
        sender.join(10_000);
        assertThat(sender.isAlive()).isFalse();
      }
      Served served = server.observer.nextEnded();
      assertThat(served.status()).isEqualTo(status);
      assertThat(served.bytesIn()).isBetween(65_536L, 1_000_000L);
    }

    private void sendUntilClosed(RawConnection connection, String flood) {
      try {
        connection.send(flood);
      } catch (IOException ignored) {
        // The server has closed the connection.
      }
    }

    @Test
    void thatEndSoonKeepTheirConnection() throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(server.request("POST /nothing", "Content-Length: 60000"));
        assertThat(connection.head()).startsWith("HTTP/1.1 404");
        connection.body("Not found.\n".length());
        connection.send("x".repeat(60_000) + server.request("GET /healthz"));
        assertThat(connection.head()).startsWith("HTTP/1.1 200");
      }
      assertThat(server.observer.nextEnded().bytesIn()).isEqualTo(60_000);
      assertThat(server.observer.nextEnded().bytesIn()).isZero();
    }

    @Test
    void ofPipelinedRequestsCountForTheirOwn() throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(
            server.request("POST /mcp", "Content-Length: 1")
                + "x"
                + server.request("POST /mcp", "Content-Length: 3")
                + "xyz");
        assertThat(server.observer.nextEnded().bytesIn()).isEqualTo(1);
        assertThat(server.observer.nextEnded().bytesIn()).isEqualTo(3);
      }
    }
  }

  /** The response of the decoder and that of the endpoint may come in any order. */
  @Test
  void aBrokenBodyIsAnsweredOnceAndIsNoDefect() throws Exception {
    try (RunningServer server = RunningServer.start();
        CapturedLog log = new CapturedLog(LogLevel.WARN)) {
      for (int i = 0; i < 100; i++) {
        try (RawConnection connection = server.connect()) {
          connection.send(
              server.request(
                      "POST /mcp?do=ignore-body", "Transfer-Encoding: chunked", "X: " + i % 7)
                  + "zz\r\n");
          assertThat(connection.rest()).containsOnlyOnce("HTTP/1.1 ");
        }
      }
      assertThat(log.entries()).allMatch(entry -> entry.logger().equals("access"));
    }
  }

  @Nested
  class InvalidHttp {
    @RegisterExtension final RunningServer server = RunningServer.start();

    @Test
    void withLargeHeadersGets431() throws Exception {
      assertThat(server.head("GET /healthz", "X-Large: " + "x".repeat(17_000)))
          .startsWith("HTTP/1.1 431");
      assertThat(server.observer.rejections).contains(Rejection.HEADERS_TOO_LARGE);
    }

    @Test
    void withALongPathGets414() throws Exception {
      assertThat(server.head("GET /" + "x".repeat(9_000))).startsWith("HTTP/1.1 414");
      assertThat(server.observer.rejections).contains(Rejection.HEADERS_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked", "Content-Length: 6"})
    void withTwoLengthsGets400(String second) throws Exception {
      assertThat(server.head("POST /mcp", "Content-Length: 5", second)).startsWith("HTTP/1.1 400");
    }

    @Test
    void withoutARequestLineGets400() throws Exception {
      try (RawConnection connection = server.connect()) {
        assertThat(connection.send("hello\r\n\r\n").rest())
            .startsWith("HTTP/1.1 400")
            .doesNotContain("Exception");
      }
      assertThat(server.observer.rejections).contains(Rejection.BAD_REQUEST);
    }
  }

  @Test
  void aConnectionBeyondTheLimitIsClosedAtOnce() throws Exception {
    try (RunningServer server = RunningServer.start(settings -> settings.connections = 2);
        RawConnection first = server.connect();
        RawConnection second = server.connect()) {
      assertThat(first.send(server.request("GET /healthz")).head()).startsWith("HTTP/1.1 200");
      assertThat(second.send(server.request("GET /healthz")).head()).startsWith("HTTP/1.1 200");
      try (RawConnection third = server.connect()) {
        assertThat(third.read()).isEqualTo(-1);
      }
      assertThat(server.observer.nextRejection()).isEqualTo(Rejection.TOO_MANY_CONNECTIONS);
      assertThat(first.send(server.request("GET /readyz")).head()).contains("200");
    }
  }

  @Test
  void aClosedConnectionMakesRoomForAnother() throws Exception {
    try (RunningServer server = RunningServer.start(settings -> settings.connections = 1)) {
      for (int i = 0; i < 3; i++) {
        String response = "";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (response.isEmpty() && System.nanoTime() < end) {
          response = responseIfAny(server);
        }
        assertThat(response).startsWith("HTTP/1.1 200");
      }
    }
  }

  /** Returns an empty text if the connection is closed, which can come before its request. */
  private static String responseIfAny(RunningServer server) throws IOException {
    try {
      return server.response("GET /healthz");
    } catch (SocketException closed) {
      return "";
    }
  }

  @Nested
  class Calls {
    @RegisterExtension
    final RunningServer server = RunningServer.start(settings -> settings.callsPerToken = 1);

    private RawConnection hold(String token) throws Exception {
      return server.hold("Authorization: Bearer " + token);
    }

    @Test
    void beyondTheLimitOfAnOwnerGet429() throws Exception {
      try (RawConnection first = hold("a")) {
        assertThat(server.head("POST /mcp?do=hold", "Authorization: Bearer a"))
            .startsWith("HTTP/1.1 429")
            .containsIgnoringCase("retry-after: 1");
        assertThat(server.observer.rejections).contains(Rejection.TOO_MANY_CALLS);
        server.endpoint.respondToHeld();
        assertThat(first.head()).startsWith("HTTP/1.1 200");
      }
    }

    @Test
    void ofAnotherOwnerAreServed() throws Exception {
      try (RawConnection first = hold("a");
          RawConnection other = hold("b")) {
        server.endpoint.respondToHeld();
        assertThat(other.head()).startsWith("HTTP/1.1 200");
        assertThat(first.head()).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void aClientThatPipelinesTooMuchIsDisconnected() throws Exception {
    try (RunningServer server = RunningServer.start();
        RawConnection connection = server.hold()) {
      try {
        connection.send(
            server.request("POST /mcp", "Content-Length: 200000") + "x".repeat(200_000));
        assertThat(connection.rest()).isEmpty();
      } catch (SocketException reset) {
        assertThat(reset).hasMessageNotContaining("timed out");
      }
      assertThat(server.endpoint.nextEvent()).isEqualTo("disconnected");
    }
  }
}
