package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.modern.Subscriptions;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.limit.Limiter;
import io.jettymcp.transport.http.limit.MemoryBudget;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.util.Map;
import java.util.concurrent.Executor;
import reactor.core.scheduler.Schedulers;

/** Creates the endpoints of the MCP routes, with sessions or without. */
public final class McpEndpoints implements Endpoint.Factory {
  private final McpJsonMapper json;

  public McpEndpoints(McpJsonMapper json) {
    this.json = json;
  }

  @Override
  public Map<Route, Endpoint> create(
      HttpSettings settings, Executor workers, HttpObserver observer) {
    SessionContext context =
        new SessionContext(
            settings.limits(),
            json,
            workers,
            Schedulers.parallel(),
            MemoryBudget.ofHeap(0),
            Limiter.sessions(settings.limits(), observer),
            Limiter.unverifiedSessions(settings.limits(), observer),
            new SubscriptionPlaces(
                Limiter.subscriptions(settings.limits(), observer),
                Limiter.unverifiedSubscriptions(settings.limits(), observer),
                observer),
            new Subscriptions(),
            observer);
    if (settings.stateless()) {
      return Map.of(Route.MCP, new StatelessEndpoint(context));
    }
    SseEndpoint sse = new SseEndpoint(context);
    return Map.of(
        Route.MCP, new StreamableEndpoint(context), Route.SSE, sse, Route.MESSAGES, sse.messages());
  }
}
