package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
}
