package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.RecordingObserver;
import io.jettymcp.transport.http.SettingsBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with an endpoint that tests control. */
final class RunningServer implements AutoCloseable, AfterEachCallback {
  final FakeEndpoint endpoint = new FakeEndpoint();
  final RecordingObserver observer = new RecordingObserver();
  final McpHttpServer server;

  RunningServer(SettingsBuilder builder) throws ServerStartException {
    HttpSettings settings = builder.build();
    this.server =
        McpHttpServer.start(
            settings,
            new FakeCallers(),
            (same, workers, observer) ->
                settings.stateless()
                    ? Map.of(Route.MCP, endpoint)
                    : Map.of(Route.MCP, endpoint, Route.SSE, endpoint, Route.MESSAGES, endpoint),
            observer,
            () -> "jetty_mcp_up 1\n");
  }

  static RunningServer start(SettingsBuilder settings) {
    try {
      return new RunningServer(settings);
    } catch (ServerStartException e) {
      throw new AssertionError(e);
    }
  }

  static RunningServer start() {
    return start(new SettingsBuilder());
  }

  URI address() {
    return server.address();
  }

  RawConnection connect() throws IOException {
    return new RawConnection(address());
  }

  /** Returns the head of the response to a request. */
  String head(String requestLine, String... headers) throws IOException {
    try (RawConnection connection = connect()) {
      return connection.send(request(requestLine, headers)).head();
    }
  }

  /** Returns head and body of the response to a request. */
  String response(String requestLine, String... headers) throws IOException {
    try (RawConnection connection = connect()) {
      return connection
          .send(request(requestLine, headers).replaceFirst("\r\n", "\r\nConnection: close\r\n"))
          .rest();
    }
  }

  /** Returns the head of the response to a POST without a body. */
  String postHead(String path, String... headers) throws IOException {
    try (RawConnection connection = connect()) {
      return connection.send(post(path, headers)).head();
    }
  }

  /** Returns head and body of the response to a POST without a body. */
  String postResponse(String path, String... headers) throws IOException {
    try (RawConnection connection = connect()) {
      return connection
          .send(post(path, headers).replaceFirst("\r\n", "\r\nConnection: close\r\n"))
          .rest();
    }
  }

  /** Returns a request of these headers and a Host. */
  String request(String requestLine, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return requestLine + " HTTP/1.1\r\nHost: " + address().getAuthority() + "\r\n" + lines + "\r\n";
  }

  /** Returns a POST without a body. */
  String post(String path, String... headers) {
    return request("POST " + path, headers)
        .replaceFirst("\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    server.close();
  }
}
