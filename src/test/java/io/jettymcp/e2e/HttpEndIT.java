package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.HeldAnswer;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the shutdown of the HTTP server on SIGTERM. */
@Slow
@Timeout(120)
class HttpEndIT {
  private static final String HELD = HttpCaller.call("get-task", "{\"task\":\"held\"}");

  private final HeldAnswer held = new HeldAnswer(FaultAnswer.json("{\"name\":\"held\"}"));

  @RegisterExtension
  final FaultServer jetty = FaultServer.withRoutes().on("GET /api/v1/tasks/acme/held", held);

  @RegisterExtension
  final Program program = new Program().over(Transport.HTTP).against(jetty.url());

  private ServerProcess server;
  private URI address;
  private HttpCaller caller;

  @BeforeEach
  void start() throws Exception {
    server = program.start();
    address = server.address();
    caller = new HttpCaller(address, "").initialize();
  }

  @AfterEach
  void killServer() {
    server.close();
  }

  @Test
  void sigtermFinishesCallsInFlightAndRejectsNewOnes() throws Exception {
    assertThat(caller.get("/readyz").statusCode()).isEqualTo(200);
    CompletableFuture<HttpResponse<String>> call = caller.postAsync(HELD);
    assertThat(held.arrived.await(20, SECONDS)).isTrue();

    assertThat(server.handle().destroy()).isTrue();
    while (caller.get("/readyz").statusCode() == 200) {
      assertThat(call).isNotDone();
    }
    HttpResponse<String> refused = caller.post(HELD);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(caller.get("/readyz").statusCode()).isEqualTo(503);
    assertThat(caller.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(call).isNotDone();

    held.release();
    assertThat(call.get(20, SECONDS).body()).contains("\"name\":\"held\"");
    assertThat(server.awaitExit(Duration.ofSeconds(15))).isZero();
  }

  @Test
  void sigtermDoesNotWaitForIdleStreamsAndPartialRequests() throws Exception {
    HttpResponse<InputStream> stream = caller.listen();
    assertThat(stream.statusCode()).isEqualTo(200);
    try (Socket silent = new Socket(address.getHost(), address.getPort());
        Socket half = new Socket(address.getHost(), address.getPort())) {
      String begun =
          "POST /mcp HTTP/1.1\r\nHost: %s\r\nContent-Length: 100\r\nExpect: 100-continue\r\n"
                  .formatted(address.getAuthority())
              + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
      half.getOutputStream().write((begun + "\r\n").getBytes(US_ASCII));
      assertThat(half.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith(" 100");

      assertThat(server.handle().destroy()).isTrue();
      assertThat(server.awaitExit(Duration.ofSeconds(15))).isZero();
      stream.body().readAllBytes();
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }
}
