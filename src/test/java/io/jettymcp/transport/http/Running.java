package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpSettings.Limits;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with endpoints that tests steer. */
final class Running implements AutoCloseable {
  static final HttpSettings DEFAULT =
      new HttpSettings(
          "127.0.0.1",
          0,
          false,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Limits.DEFAULT);

  final FakeEndpoint endpoint = new FakeEndpoint();
  final RecordingObserver told = new RecordingObserver();
  final McpHttpServer server;

  Running() throws ServerStartException {
    this(DEFAULT);
  }

  Running(HttpSettings settings) throws ServerStartException {
    this.server =
        McpHttpServer.start(
            settings,
            new KnownCallers(),
            (same, workers, observer) ->
                settings.stateless()
                    ? Map.of(Route.MCP, endpoint)
                    : Map.of(Route.MCP, endpoint, Route.SSE, endpoint, Route.MESSAGES, endpoint),
            told,
            () -> "jetty_mcp_up 1\n");
  }

  static HttpSettings with(Limits limits) {
    return new HttpSettings(
        "127.0.0.1",
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        limits);
  }

  URI address() {
    return server.address();
  }

  String host() {
    return address().getAuthority();
  }

  Line line() throws IOException {
    return new Line(address());
  }

  /** The head of the answer to a request of these lines, to which a Host is added. */
  String ask(String requestLine, String... headers) throws IOException {
    try (Line line = line()) {
      return line.send(request(requestLine, headers)).head();
    }
  }

  /** All of the answer to a request, after which the connection is closed. */
  String askAll(String requestLine, String... headers) throws IOException {
    try (Line line = line()) {
      return line.send(
              request(requestLine, headers).replaceFirst("\r\n", "\r\nConnection: close\r\n"))
          .rest();
    }
  }

  String request(String requestLine, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return requestLine + " HTTP/1.1\r\nHost: " + host() + "\r\n" + lines + "\r\n";
  }

  @Override
  public void close() {
    server.close();
  }
}
