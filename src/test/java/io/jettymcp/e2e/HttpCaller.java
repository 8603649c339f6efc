package io.jettymcp.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One caller over HTTP, who sees each answer as it came. */
final class HttpCaller {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;
  private final String token;
  private String session = "";

  /**
   * @param endpoint the address that the server printed
   * @param token none if empty
   */
  HttpCaller(URI endpoint, String token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /** One who knows the session of another. */
  HttpCaller intruding(HttpCaller other) {
    session = other.session;
    return this;
  }

  /** Begins a session. */
  HttpCaller enter() throws Exception {
    HttpResponse<String> answer = post(ServerProcess.hello(ServerProcess.NEWEST, "{}"));
    session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
    return this;
  }

  /** A call of a tool, as a message; arguments are JSON. */
  static String call(String tool, String arguments) {
    return """
    {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}"""
        .formatted(tool, arguments);
  }

  HttpResponse<String> post(String message) throws IOException, InterruptedException {
    return client.send(posting(message), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postAndGoOn(String message) {
    return client.sendAsync(posting(message), BodyHandlers.ofString());
  }

  private HttpRequest posting(String message) {
    return asking(endpoint)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(message))
        .build();
  }

  /** The whole of a page, or of a stream that ends. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(asking(endpoint.resolve(path)).build(), BodyHandlers.ofString());
  }

  /** Listens to the stream of the session; comes with its end. */
  CompletableFuture<HttpResponse<String>> listen() {
    return client.sendAsync(
        asking(endpoint).header("Accept", "text/event-stream").build(), BodyHandlers.ofString());
  }

  HttpResponse<String> delete() throws IOException, InterruptedException {
    return client.send(asking(endpoint).DELETE().build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder asking(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!session.isEmpty()) {
      request.header("Mcp-Session-Id", session);
    }
    return request;
  }
}
