package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Sends each message as a request, and passes on each message of the responses, or of the one
 * stream of HTTP+SSE.
 */
final class HttpLink implements Link {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "http-link");
            thread.setDaemon(true);
            return thread;
          });
  private final Transport transport;
  private final URI endpoint;
  private final Consumer<String> receiver;
  private final CompletableFuture<URI> messages = new CompletableFuture<>();
  private final Map<String, CompletableFuture<HttpResponse<InputStream>>> open =
      new ConcurrentHashMap<>();
  private volatile String session = "";

  /**
   * @param endpoint the address that the server printed
   */
  HttpLink(Transport transport, URI endpoint, Consumer<String> receiver) {
    this.transport = transport;
    this.endpoint = endpoint;
    this.receiver = receiver;
    if (transport == Transport.SSE) {
      threads.execute(() -> listen(endpoint.resolve("/sse")));
    } else {
      messages.complete(endpoint);
    }
  }

  @Override
  public void send(byte[] lines) {
    new String(lines, UTF_8).lines().filter(line -> !line.isBlank()).forEach(this::send);
  }

  private void send(String line) {
    CompletableFuture<Void> done = CompletableFuture.runAsync(() -> post(line), threads);
    if (line.contains("\"method\":\"initialize\"") || !line.contains("\"id\"")) {
      done.join();
    }
  }

  @Override
  public void cancel(String id) throws IOException {
    if (transport == Transport.STATELESS) {
      CompletableFuture<HttpResponse<InputStream>> answer;
      synchronized (open) {
        answer = open.get(id);
      }
      if (answer != null && !answer.cancel(true)) {
        answer.join().body().close();
      }
    } else {
      send(
          """
          {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%s}}"""
              .formatted(id));
    }
  }

  private void post(String line) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(messages.join())
              .header("Content-Type", "application/json")
              .header("Accept", "application/json, text/event-stream")
              .POST(HttpRequest.BodyPublishers.ofString(line));
      if (!session.isEmpty()) {
        request.header("Mcp-Session-Id", session);
      }
      String id = id(line);
      HttpResponse<InputStream> response = begin(id, request.build()).get();
      response.headers().firstValue("Mcp-Session-Id").ifPresent(value -> session = value);
      read(response);
      open.remove(id);
    } catch (IOException | ExecutionException | CancellationException givenUp) {
      // Tests detect missing messages.
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends a request, which can be cancelled once it has reached the server. */
  private CompletableFuture<HttpResponse<InputStream>> begin(String id, HttpRequest request) {
    synchronized (open) {
      CompletableFuture<HttpResponse<InputStream>> answer =
          client.sendAsync(request, BodyHandlers.ofInputStream());
      open.put(id, answer);
      return answer;
    }
  }

  private static String id(String line) {
    try {
      JsonNode message = ServerProcess.JSON.readTree(line);
      return message.path("id").toString();
    } catch (RuntimeException noJson) {
      return "";
    }
  }

  private void read(HttpResponse<InputStream> response) throws IOException {
    if (isStream(response)) {
      readEvents(response.body());
    } else {
      String body = new String(response.body().readAllBytes(), UTF_8);
      if (!body.isEmpty()) {
        receiver.accept(body);
      }
    }
  }

  private static boolean isStream(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
  }

  private void listen(URI address) {
    try {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(address).header("Accept", "text/event-stream").build(),
              BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      readEvents(response.body());
    } catch (IOException ended) {
      // So it ends.
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (Throwable failed) {
      messages.completeExceptionally(failed);
    }
  }

  private void readEvents(InputStream body) throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      String kind = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          kind = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          event(kind, line.substring("data: ".length()));
        } else if (line.isEmpty()) {
          kind = "";
        }
      }
    }
  }

  private void event(String kind, String data) {
    if (kind.equals("endpoint")) {
      messages.complete(endpoint.resolve(data));
    } else if (!data.isEmpty()) {
      receiver.accept(data);
    }
  }

  @Override
  public void end() {
    try {
      if (transport == Transport.HTTP && !session.isEmpty()) {
        HttpResponse<Void> ended =
            client.send(
                HttpRequest.newBuilder(messages.join())
                    .header("Mcp-Session-Id", session)
                    .DELETE()
                    .build(),
                BodyHandlers.discarding());
        assertThat(ended.statusCode()).isBetween(200, 299);
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
