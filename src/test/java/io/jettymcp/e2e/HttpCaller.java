package io.jettymcp.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls a server over HTTP and returns unprocessed responses. */
final class HttpCaller {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;
  private final String token;
  private String session = "";

  /**
   * @param endpoint the address that the server printed
   * @param token empty for none
   */
  HttpCaller(URI endpoint, String token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /** Uses another caller's session. */
  HttpCaller withSessionOf(HttpCaller other) {
    session = other.session;
    return this;
  }

  /** Opens a session. */
  HttpCaller initialize() throws Exception {
    HttpResponse<String> answer = post(ServerProcess.initializeRequest(ServerProcess.NEWEST, "{}"));
    session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
    return this;
  }

  /** Returns the message of a tool call; arguments are JSON. */
  static String call(String tool, String arguments) {
    return """
    {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}"""
        .formatted(tool, arguments);
  }

  HttpResponse<String> post(String message) throws IOException, InterruptedException {
    return client.send(postRequest(message), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postAsync(String message) {
    return client.sendAsync(postRequest(message), BodyHandlers.ofString());
  }

  private HttpRequest postRequest(String message) {
    return requestTo(endpoint)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(message))
        .build();
  }

  /** Returns a page, or a stream once it has ended. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(requestTo(endpoint.resolve(path)).build(), BodyHandlers.ofString());
  }

  /** Opens the stream of the session. */
  HttpResponse<InputStream> listen() throws IOException, InterruptedException {
    return client.send(
        requestTo(endpoint).header("Accept", "text/event-stream").build(),
        BodyHandlers.ofInputStream());
  }

  HttpResponse<String> delete() throws IOException, InterruptedException {
    return client.send(requestTo(endpoint).DELETE().build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder requestTo(URI address) {
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
