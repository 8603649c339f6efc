package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpObserver.Served;
import io.jettymcp.transport.http.TestSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class McpHttpServerTest {
  @RegisterExtension final RunningServer server = RunningServer.start();

  @Test
  void servesManyRequestsOnOneConnection() throws Exception {
    String request =
        server.request(
                "POST /mcp",
                "Content-Length: 2",
                "Authorization: Bearer mlc_a",
                "traceparent: 00-t")
            + "{}";
    try (RawConnection connection = server.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(connection.send(request).head())
            .startsWith("HTTP/1.1 200 OK")
            .containsIgnoringCase("content-length: 13")
            .containsIgnoringCase("x-content-type-options: nosniff");
        assertThat(connection.body(13)).isEqualTo("mlc_a|00-t|{}");
      }
    }
  }

  @Test
  void servesAHundredRequestsAtOnce() {
    HttpClient client = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> responses =
        IntStream.range(0, 100)
            .mapToObj(
                n ->
                    client.sendAsync(
                        HttpRequest.newBuilder(server.address().resolve("/mcp"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .timeout(Duration.ofSeconds(20))
                            .header("Authorization", "Bearer user-" + n)
                            .POST(BodyPublishers.ofString("body-" + n))
                            .build(),
                        BodyHandlers.ofString()))
            .toList();
    for (int n = 0; n < 100; n++) {
      assertThat(responses.get(n).join().body()).isEqualTo("user-" + n + "||body-" + n);
    }
  }

  @Test
  void closesItsEndpointsWhileItsThreadsAreBusy() throws Exception {
    int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    CountDownLatch busy = new CountDownLatch(threads);
    Semaphore closed = new Semaphore(0);
    HttpObserver slow =
        new HttpObserver() {
          @Override
          public void requestEnded(Served request) {
            if (request.route() == Route.READINESS) {
              busy.countDown();
              closed.acquireUninterruptibly();
            }
          }
        };
    FakeEndpoint endpoint = new FakeEndpoint();
    McpHttpServer started =
        McpHttpServer.start(
            TestSettings.with(settings -> {}),
            TestSettings.INFO,
            new FakeCallers(),
            (same, workers, observer) -> Map.of(Route.MCP, endpoint),
            slow,
            () -> "");
    List<RawConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * threads; i++) {
        RawConnection connection = new RawConnection(started.address());
        connections.add(connection);
        assertThat(connection.send(get(started, "/healthz")).head()).contains(" 200 ");
      }
      for (RawConnection connection : connections) {
        connection.send(get(started, "/readyz"));
      }
      assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
      assertThatNoException().isThrownBy(started::close);
      assertThat(endpoint.closed).isTrue();
    } finally {
      closed.release(connections.size());
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }

  private static String get(McpHttpServer server, String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + server.address().getAuthority() + "\r\n\r\n";
  }
}
