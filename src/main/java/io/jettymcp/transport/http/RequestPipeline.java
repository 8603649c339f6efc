package io.jettymcp.transport.http;

import io.jettymcp.secret.Secret;
import io.jettymcp.transport.http.HttpObserver.Method;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpObserver.Served;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The door: every request is checked here, and then goes where it belongs. */
final class RequestPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

  private final Callers callers;
  private final Map<Route, Endpoint> endpoints;
  private final Pages pages;
  private final AllowedHosts hosts;
  private final AllowedOrigins origins;
  private final HttpErrors refusals;
  private final BodyReader bodies;
  private final CallLimit calls;
  private final InFlightTracker traffic;
  private final Scheduler workers;
  private final HttpObserver observer;

  RequestPipeline(
      HttpSettings settings,
      Callers callers,
      Map<Route, Endpoint> endpoints,
      HttpObserver observer,
      Supplier<String> metrics,
      InFlightTracker traffic,
      Scheduler workers) {
    this.callers = callers;
    this.endpoints = endpoints;
    this.hosts = new AllowedHosts(settings);
    this.origins = new AllowedOrigins(settings, hosts);
    BaseUrl base = new BaseUrl(settings, hosts);
    ResourceMetadata metadata = new ResourceMetadata(settings, base);
    this.pages = new Pages(settings.stateless(), traffic, metrics, workers, base, metadata);
    this.refusals = new HttpErrors(observer, metadata);
    this.bodies = new BodyReader(settings.limits().body(), Runtime.getRuntime().maxMemory());
    this.calls = new CallLimit(settings.limits().callsPerToken(), traffic, observer);
    this.traffic = traffic;
    this.workers = workers;
    this.observer = observer;
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    ServerExchange exchange = new ServerExchange(request, response, route(path(request.uri())));
    exchange.atEnd(() -> tell(exchange));
    return Mono.defer(() -> answered(exchange))
        .onErrorResume(HttpError.class, refusal -> turnAway(exchange, refusal))
        .onErrorResume(defect -> turnAway(exchange, defect))
        .takeUntilOther(exchange.gone());
  }

  /** The path that a request asks for, without its query. */
  static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static Route route(String path) {
    if (path.equals(ResourceMetadata.PATH + Route.MCP.label())) {
      return Route.RESOURCE_METADATA;
    }
    for (Route route : Route.values()) {
      if (route != Route.OTHER && route.label().equals(path)) {
        return route;
      }
    }
    return Route.OTHER;
  }

  private Mono<Void> answered(ServerExchange exchange) {
    try {
      checkHost(exchange);
      checkOrigin(exchange);
      return admitted(exchange);
    } catch (HttpError refusal) {
      return Mono.error(refusal);
    }
  }

  private void checkHost(ServerExchange exchange) throws HttpError {
    List<String> named = exchange.headers().getAll(HttpHeaderNames.HOST);
    if (named.size() != 1 || !exchange.request().uri().startsWith("/")) {
      throw new HttpError(400, "A request has one Host header, and asks for a path.");
    }
    if (!hosts.allow(named.get(0), exchange.local())) {
      observer.refused(HttpObserver.Refusal.HOST);
      throw new HttpError(403, "The server does not answer to this Host. See --allow-host.");
    }
  }

  private void checkOrigin(ServerExchange exchange) throws HttpError {
    List<String> named = exchange.headers().getAll(HttpHeaderNames.ORIGIN);
    exchange.promise(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    if (named.isEmpty()) {
      return;
    }
    if (named.size() > 1 || !origins.allow(named.get(0), exchange.local())) {
      observer.refused(HttpObserver.Refusal.ORIGIN);
      throw new HttpError(403, "Pages of this Origin may not call. See --allow-origin.");
    }
    if (origins.isListed(named.get(0))) {
      Cors.permit(exchange, named.get(0));
    }
  }

  private Mono<Void> admitted(ServerExchange exchange) throws HttpError {
    Route route = exchange.route();
    if (route == Route.OTHER) {
      throw new HttpError(404, "There is nothing here.");
    }
    AllowedMethods methods = AllowedMethods.of(route);
    if (exchange.method() == Method.OPTIONS) {
      return exchange.empty(204, methods.preflight());
    }
    if (!methods.include(exchange.method())) {
      return refusals.answer(
          exchange, new HttpError(405, "The method is not allowed here."), methods.allow());
    }
    return HttpErrors.isMcp(route) ? visit(exchange) : pages.answer(exchange);
  }

  private Mono<Void> visit(ServerExchange exchange) throws HttpError {
    Endpoint endpoint = endpoints.get(exchange.route());
    if (endpoint == null) {
      throw new HttpError(404, "The server holds no sessions. Its only MCP route is /mcp.");
    }
    if (traffic.isStopping()) {
      exchange.leaveAfterwards();
      if (!belongsToSession(exchange)) {
        throw new HttpError(503, "The server is about to stop.");
      }
    }
    bodies.check(exchange);
    traffic.begin(InFlightTracker.Kind.VISIT);
    exchange.atEnd(() -> traffic.end(InFlightTracker.Kind.VISIT));
    Optional<Secret> bearer =
        BearerToken.read(exchange.headers().getAll(HttpHeaderNames.AUTHORIZATION));
    Map<String, String> narrowing = narrowing(exchange);
    return Mono.fromCallable(() -> callers.identify(bearer, narrowing))
        .subscribeOn(workers)
        .flatMap(caller -> serve(endpoint, exchange, caller));
  }

  /** What calls in flight still wait for may come in: the answer to a question, or "cancelled". */
  private static boolean belongsToSession(ServerExchange exchange) {
    return exchange.method() == Method.POST
        && (exchange.route() == Route.MESSAGES || exchange.session().isPresent());
  }

  private Mono<Void> serve(Endpoint endpoint, ServerExchange exchange, Caller caller) {
    exchange.belongsTo(caller.owner());
    return Mono.from(
        endpoint.serve(
            new HttpMcpRequest(exchange, caller, bodies, refusals, calls, traffic, observer)));
  }

  private static Map<String, String> narrowing(ServerExchange exchange) throws HttpError {
    Map<String, String> narrowing = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : exchange.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(HeaderNames.NARROWING)
          && narrowing.putIfAbsent(name, header.getValue()) != null) {
        throw new HttpError(400, "A request has each X-Jetty header at most once.");
      }
    }
    return narrowing;
  }

  private Mono<Void> turnAway(ServerExchange exchange, HttpError refusal) {
    return exchange.insteadOfWhatFailed(refusals.answer(exchange, refusal));
  }

  /** The last resort: whoever asked is told nothing of what broke. */
  private Mono<Void> turnAway(ServerExchange exchange, Throwable defect) {
    // A connection that broke is nothing to complain of: clients come and go.
    boolean broken = defect instanceof IOException || defect instanceof AbortedException;
    if (!exchange.isOver() && !broken) {
      LOG.error("Request {} failed", exchange.id(), defect);
    }
    return exchange.insteadOfWhatFailed(
        refusals.answer(exchange, new HttpError(500, "Internal error")));
  }

  private void tell(ServerExchange exchange) {
    Served served =
        new Served(
            exchange.route(),
            exchange.method(),
            exchange.status(),
            exchange.took(),
            exchange.bytesIn(),
            exchange.bytesOut());
    AccessLog.write(exchange, served);
    observer.requestEnded(served);
  }
}
