package io.jettymcp.simulator.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds the route of a request by the rules of Jetty's framework: the first route whose path and
 * method match; else 405 if a path matches; else 307 to an absolute address if only the trailing
 * slash is wrong; else 404. A JSON body is parsed before the token is checked.
 */
public final class Router {
  private final List<Route> routes;
  private final Authenticator authenticator;

  public Router(List<Route> routes, Authenticator authenticator) {
    this.routes = List.copyOf(routes);
    this.authenticator = authenticator;
  }

  Response handle(ApiRequest request, Instant now) {
    RequestTarget target = request.target();
    Route otherMethod = null;
    for (Route route : routes) {
      Optional<Map<String, String>> params = route.match(target.path());
      if (params.isPresent() && route.method().equals(request.method())) {
        return handle(route, params.get(), request, now);
      }
      if (params.isPresent() && otherMethod == null) {
        otherMethod = route;
      }
    }
    if (otherMethod != null) {
      return ApiResponse.detail(405, "Method Not Allowed").with("Allow", otherMethod.method());
    }
    String otherSlash = target.pathWithOtherSlash();
    if (routes.stream().anyMatch(route -> route.match(otherSlash).isPresent())) {
      String location = request.origin() + target.withOtherSlash();
      return ApiResponse.text(307, "text/plain", "").with("Location", location);
    }
    return ApiResponse.detail(404, "Not Found");
  }

  private Response handle(
      Route route, Map<String, String> params, ApiRequest request, Instant now) {
    try {
      JsonNode json = route.readsJson() ? request.json() : null;
      ApiCaller caller = authenticator.authenticate(request.authorization(), route.access(), now);
      return route.handler().handle(new ApiCall(request, params, caller, json, now));
    } catch (ApiError e) {
      return e.response();
    }
  }
}
