package io.jettymcp.transport.http.server;

import io.jettymcp.secret.Secret;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.Callers;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Method;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpObserver.Served;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.header.AllowedHosts;
import io.jettymcp.transport.http.header.AllowedMethods;
import io.jettymcp.transport.http.header.AllowedOrigins;
import io.jettymcp.transport.http.header.BearerToken;
import io.jettymcp.transport.http.header.Cors;
import io.jettymcp.transport.http.header.HeaderNames;
import io.jettymcp.transport.http.limit.InFlightTracker;
import io.jettymcp.transport.http.limit.Limiter;
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

/** Checks every request and passes it to the endpoint or page of its route. */
final class RequestPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

  private final Callers callers;
  private final Map<Route, Endpoint> endpoints;
  private final Pages pages;
  private final boolean stateless;
  private final AllowedHosts hosts;
  private final AllowedOrigins origins;
  private final ResourceMetadata metadata;
  private final HttpErrors errors;
  private final BodyReader bodyReader;
  private final Limiter callLimit;
  private final InFlightTracker inFlight;
  private final Scheduler workers;
  private final HttpObserver observer;

  RequestPipeline(
      HttpSettings settings,
      ServerInfo info,
      Callers callers,
      Map<Route, Endpoint> endpoints,
      HttpObserver observer,
      Supplier<String> metrics,
      InFlightTracker inFlight,
      Scheduler workers) {
    this.callers = callers;
    this.endpoints = endpoints;
    this.stateless = settings.stateless();
    this.hosts = new AllowedHosts(settings);
    this.origins = new AllowedOrigins(settings, hosts);
    BaseUrl baseUrl = new BaseUrl(settings, hosts);
    this.metadata = new ResourceMetadata(settings, baseUrl);
    this.pages = new Pages(settings, info, inFlight, metrics, workers, baseUrl, metadata);
    this.errors = new HttpErrors(observer, metadata);
    this.bodyReader = new BodyReader(settings.limits().body());
    this.callLimit = Limiter.calls(settings.limits(), observer);
    this.inFlight = inFlight;
    this.workers = workers;
    this.observer = observer;
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    ServerExchange exchange =
        new ServerExchange(request, response, route(ServerExchange.path(request.uri())));
    exchange.onRequestEnd(() -> report(exchange));
    return Mono.defer(() -> check(exchange))
        .onErrorResume(HttpError.class, e -> respondError(exchange, e))
        .onErrorResume(defect -> respondDefect(exchange, defect))
        .takeUntilOther(exchange.disconnected());
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

  private Mono<Void> check(ServerExchange exchange) {
    try {
      checkHost(exchange);
      checkOrigin(exchange);
      return serve(exchange);
    } catch (HttpError e) {
      return Mono.error(e);
    }
  }

  private void checkHost(ServerExchange exchange) throws HttpError {
    List<String> values = exchange.headers().getAll(HttpHeaderNames.HOST);
    if (values.size() != 1 || !exchange.request().uri().startsWith("/")) {
      throw new HttpError(400, "Send exactly one Host header, and a path as the request target.");
    }
    if (!hosts.allow(values.get(0), exchange.local())) {
      throw new HttpError(403, Rejection.HOST, "This Host is not allowed. See --allow-host.");
    }
  }

  private void checkOrigin(ServerExchange exchange) throws HttpError {
    List<String> values = exchange.headers().getAll(HttpHeaderNames.ORIGIN);
    exchange.addHeaders(Map.of("Vary", "origin"));
    if (values.isEmpty()) {
      checkFetchSite(exchange);
      return;
    }
    String origin = values.get(0);
    if (values.size() > 1 || !origins.allow(origin, exchange.local())) {
      throw foreignOrigin();
    }
    if (origins.isListed(origin)) {
      exchange.addHeaders(Cors.permit(origin));
    }
  }

  /**
   * Rejects MCP requests that a foreign page causes without an Origin, as an image or a link does.
   * Browsers state where such a request comes from (W3C Fetch Metadata).
   */
  private static void checkFetchSite(ServerExchange exchange) throws HttpError {
    String site = exchange.headers().get(HeaderNames.FETCH_SITE, "none");
    if (HttpErrors.isMcp(exchange.route()) && !site.equals("none") && !site.equals("same-origin")) {
      throw foreignOrigin();
    }
  }

  private static HttpError foreignOrigin() {
    return new HttpError(403, Rejection.ORIGIN, "This Origin is not allowed. See --allow-origin.");
  }

  private Mono<Void> serve(ServerExchange exchange) throws HttpError {
    Route route = exchange.route();
    if (route == Route.OTHER || (route == Route.RESOURCE_METADATA && !metadata.isAvailable())) {
      throw new HttpError(404, "Not found.");
    }
    AllowedMethods methods = AllowedMethods.of(route, stateless);
    if (exchange.method() == Method.OPTIONS) {
      List<String> requested =
          exchange.headers().getAll(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
      return exchange.respondEmpty(204, methods.preflight(requested));
    }
    if (!methods.include(exchange.method())) {
      return errors.respond(exchange, HttpError.methodNotAllowed(), methods.allow());
    }
    return HttpErrors.isMcp(route) ? serveMcp(exchange) : pages.respond(exchange);
  }

  private Mono<Void> serveMcp(ServerExchange exchange) throws HttpError {
    Endpoint endpoint = endpoints.get(exchange.route());
    if (endpoint == null) {
      throw new HttpError(404, "This server is stateless; its only MCP route is /mcp.");
    }
    if (inFlight.isStopping()) {
      exchange.closeAfterResponse();
      if (!belongsToSession(exchange)) {
        throw HttpError.shuttingDown();
      }
    }
    bodyReader.check(exchange);
    inFlight.begin(InFlightTracker.Kind.REQUEST);
    exchange.onEnd(() -> inFlight.end(InFlightTracker.Kind.REQUEST));
    Optional<Secret> bearer =
        BearerToken.parse(exchange.headers().getAll(HttpHeaderNames.AUTHORIZATION));
    Map<String, String> restrictions = restrictions(exchange);
    return Mono.fromCallable(() -> callers.identify(bearer, restrictions))
        .subscribeOn(workers)
        .flatMap(caller -> serve(endpoint, exchange, caller));
  }

  /**
   * Returns whether calls in flight may still wait for the request: it may carry a response of the
   * client or a cancellation.
   */
  private static boolean belongsToSession(ServerExchange exchange) {
    return exchange.method() == Method.POST
        && (exchange.route() == Route.MESSAGES || exchange.session().isPresent());
  }

  private Mono<Void> serve(Endpoint endpoint, ServerExchange exchange, Caller caller) {
    exchange.setOwner(caller.owner());
    return Mono.from(
        endpoint.serve(
            new HttpMcpRequest(
                exchange, caller, bodyReader, errors, callLimit, inFlight, observer)));
  }

  private static Map<String, String> restrictions(ServerExchange exchange) throws HttpError {
    Map<String, String> restrictions = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : exchange.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(HeaderNames.RESTRICTION_PREFIX)
          && restrictions.putIfAbsent(name, header.getValue()) != null) {
        throw new HttpError(400, "Send each X-Jetty header at most once.");
      }
    }
    return restrictions;
  }

  private Mono<Void> respondError(ServerExchange exchange, HttpError error) {
    return exchange.replaceWith(errors.respond(exchange, error));
  }

  /** Responds to an unexpected failure without any details of it. */
  private Mono<Void> respondDefect(ServerExchange exchange, Throwable defect) {
    // A broken connection is not logged: clients come and go.
    boolean disconnected = defect instanceof IOException || defect instanceof AbortedException;
    if (!exchange.isOver() && !disconnected) {
      LOG.error("Request {} failed", exchange.id(), defect);
    }
    return respondError(exchange, new HttpError(500, "Internal error"));
  }

  private void report(ServerExchange exchange) {
    Served served =
        new Served(
            exchange.route(),
            exchange.method(),
            exchange.status(),
            exchange.duration(),
            exchange.bytesIn(),
            exchange.bytesOut());
    AccessLog.write(exchange, served);
    observer.requestEnded(served);
  }
}
