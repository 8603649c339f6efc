package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.util.Map;
import java.util.concurrent.Executor;
import reactor.core.scheduler.Schedulers;

/** The MCP routes, with sessions or without. */
final class McpEndpoints implements Endpoints {
  private final McpJsonMapper json;

  McpEndpoints(McpJsonMapper json) {
    this.json = json;
  }

  @Override
  public Map<Route, Endpoint> open(HttpSettings settings, Executor workers, HttpObserver observer) {
    SessionContext workshop =
        new SessionContext(
            settings.limits(), json, workers, Schedulers.parallel(), MemoryBudget.ofThisProcess());
    if (settings.stateless()) {
      return Map.of(Route.MCP, new StatelessEndpoint(workshop));
    }
    SessionLimit places = new SessionLimit(settings.limits(), observer);
    SseEndpoint events = new SseEndpoint(workshop, places);
    return Map.of(
        Route.MCP,
        new StreamableEndpoint(workshop, places),
        Route.SSE,
        events,
        Route.MESSAGES,
        events.messages());
  }
}
