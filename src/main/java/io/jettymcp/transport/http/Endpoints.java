package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Route;
import java.util.Map;
import java.util.concurrent.Executor;

/** Makes what serves the MCP routes. */
@FunctionalInterface
interface Endpoints {
  /**
   * Gives an endpoint for each route that there is to be, of {@link Route#MCP}, {@link Route#SSE}
   * and {@link Route#MESSAGES}.
   *
   * @param workers for all work, as the threads that read and write must never wait
   */
  Map<Route, Endpoint> open(HttpSettings settings, Executor workers, HttpObserver observer);
}
