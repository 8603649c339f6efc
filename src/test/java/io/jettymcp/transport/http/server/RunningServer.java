package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.RecordingObserver;
import io.jettymcp.transport.http.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with an endpoint that tests control. */
final class RunningServer implements AutoCloseable, AfterEachCallback {
  final FakeEndpoint endpoint = new FakeEndpoint();
  final RecordingObserver observer = new RecordingObserver();
  final McpHttpServer server;

  RunningServer(Consumer<TestSettings> change) throws ServerStartException {
    HttpSettings settings = TestSettings.with(change);
    this.server =
        McpHttpServer.start(
            settings,
            TestSettings.INFO,
            new FakeCallers(),
            (same, workers, observer) ->
                settings.stateless()
                    ? Map.of(Route.MCP, endpoint)
                    : Map.of(Route.MCP, endpoint, Route.SSE, endpoint, Route.MESSAGES, endpoint),
            observer,
            () -> "jetty_mcp_up 1\n");
  }

  static RunningServer start(Consumer<TestSettings> change) {
    try {
      return new RunningServer(change);
    } catch (ServerStartException e) {
      throw new AssertionError(e);
    }
  }

  static RunningServer start() {
    return start(settings -> {});
  }

  URI address() {
    return server.address();
  }

  RawConnection connect() throws IOException {
    return new RawConnection(address());
  }

  /** Sends a call that the endpoint holds, and waits until it does. */
  RawConnection hold(String... headers) throws Exception {
    RawConnection connection = connect().send(request("POST /mcp?do=hold", headers));
    assertThat(endpoint.nextEvent()).isEqualTo("held");
    return connection;
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

  /** Returns the head of a request with a Host, and without a body unless a header announces it. */
  String request(String requestLine, String... headers) {
    StringBuilder head = new StringBuilder(requestLine);
    head.append(" HTTP/1.1\r\nHost: ").append(address().getAuthority()).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    boolean hasBody =
        Stream.of(headers).anyMatch(header -> header.matches("(Content-Length|Transfer-E).*"));
    if (requestLine.startsWith("POST") && !hasBody) {
      head.append("Content-Length: 0\r\n");
    }
    return head.append("\r\n").toString();
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
