package io.jettymcp.transport.http;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServingTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Running running = start();

  private static Running start() {
    try {
      return new Running();
    } catch (ServerStartException failed) {
      throw new AssertionError(failed);
    }
  }

  @AfterEach
  void close() {
    running.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(running.address().resolve(path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20));
  }

  @Test
  void servesOneRequestAfterAnotherOnOneConnection() throws Exception {
    try (Line line = running.line()) {
      for (int i = 0; i < 3; i++) {
        line.send(
            running.request(
                    "POST /mcp",
                    "Content-Length: 2",
                    "Authorization: Bearer mlc_a",
                    "traceparent: 00-t")
                + "{}");
        assertThat(line.head())
            .startsWith("HTTP/1.1 200 OK")
            .containsIgnoringCase("content-length: 13")
            .containsIgnoringCase("x-content-type-options: nosniff");
        assertThat(line.body(13)).isEqualTo("mlc_a|00-t|{}");
      }
    }
  }

  @Test
  void servesAHundredAtOnce() {
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 100)
            .mapToObj(
                n ->
                    client.sendAsync(
                        to("/mcp")
                            .header("Authorization", "Bearer user-" + n)
                            .POST(BodyPublishers.ofString("body-" + n))
                            .build(),
                        BodyHandlers.ofString()))
            .toList();
    for (int n = 0; n < 100; n++) {
      assertThat(answers.get(n).join().body()).isEqualTo("user-" + n + "||body-" + n);
    }
  }
}
