package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Route;
import java.util.Map;
import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;

/** Serves one route. */
public interface Endpoint extends AutoCloseable {
  /** Responds to a request; the publisher completes when the response is complete. */
  Publisher<Void> serve(McpRequest request);

  /** Rejects new calls from now on, and ends streams without a call. */
  default void drain() {}

  /** Ends everything. */
  @Override
  default void close() {}

  /** Creates the endpoints of the MCP routes. */
  @FunctionalInterface
  interface Factory {
    /**
     * Creates an endpoint for each of {@link Route#MCP}, {@link Route#SSE} and {@link
     * Route#MESSAGES} that the server has.
     *
     * @param workers for all work, because the threads that read and write must never wait
     */
    Map<Route, Endpoint> create(HttpSettings settings, Executor workers, HttpObserver observer);
  }
}
