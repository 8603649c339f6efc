package io.jettymcp.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Finds the route of a request by the rules of Jetty's framework: the first route whose path and
 * method fit; else 405 if a path fits; else 307 to an absolute address if only the slash at the end
 * is wrong; else 404. A JSON body is read before the token is looked at.
 */
final class Router {
  private final List<Route> routes;
  private final Authenticator gate;

  Router(List<Route> routes, Authenticator gate) {
    this.routes = List.copyOf(routes);
    this.gate = gate;
  }

  Response answer(ApiRequest incoming, Instant now) {
    String path = incoming.target().path();
    Route otherMethod = null;
    for (Route route : routes) {
      Optional<Map<String, String>> params = route.match(path);
      if (params.isPresent() && route.method().equals(incoming.method())) {
        return carryOut(route, params.get(), incoming, now);
      }
      if (params.isPresent() && otherMethod == null) {
        otherMethod = route;
      }
    }
    if (otherMethod != null) {
      return ApiResponse.detail(405, "Method Not Allowed").with("Allow", otherMethod.method());
    }
    String otherSlash = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
    if (routes.stream().anyMatch(route -> route.match(otherSlash).isPresent())) {
      String location = "http://" + incoming.host() + incoming.target().withOtherSlash();
      return ApiResponse.text(307, "text/plain", "").with("Location", location);
    }
    return ApiResponse.detail(404, "Not Found");
  }

  private Response carryOut(
      Route route, Map<String, String> params, ApiRequest incoming, Instant now) {
    try {
      JsonNode json = route.readsJson() ? json(incoming) : null;
      ApiCaller caller = gate.admit(incoming.authorization(), route.access(), now);
      return route.handler().answer(new ApiCall(incoming, params, caller, json, now));
    } catch (ApiError refused) {
      return refused.answer();
    }
  }

  /** The body; null if there is none. A body that does not call itself JSON counts as a text. */
  private static @Nullable JsonNode json(ApiRequest incoming) {
    String text = new String(incoming.body(), StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return null;
    }
    String type = incoming.contentType();
    if (type != null && !type.toLowerCase(Locale.ROOT).contains("json")) {
      return SimulatorJson.text(text);
    }
    try {
      return SimulatorJson.parse(text);
    } catch (JacksonException noJson) {
      throw ValidationErrors.badJson(noJson);
    }
  }
}
