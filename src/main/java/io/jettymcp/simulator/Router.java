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
  private final Gate gate;

  Router(List<Route> routes, Gate gate) {
    this.routes = List.copyOf(routes);
    this.gate = gate;
  }

  Reaction answer(Incoming incoming, Instant now) {
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
      return Answer.detail(405, "Method Not Allowed").with("Allow", otherMethod.method());
    }
    String otherSlash = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
    if (routes.stream().anyMatch(route -> route.match(otherSlash).isPresent())) {
      String location = "http://" + incoming.host() + incoming.target().withOtherSlash();
      return Answer.text(307, "text/plain", "").with("Location", location);
    }
    return Answer.detail(404, "Not Found");
  }

  private Reaction carryOut(
      Route route, Map<String, String> params, Incoming incoming, Instant now) {
    try {
      JsonNode json = route.readsJson() ? json(incoming) : null;
      Caller caller = gate.admit(incoming.authorization(), route.access(), now);
      return route.handler().answer(new Call(incoming, params, caller, json, now));
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  /** The body; null if there is none. A body that does not call itself JSON counts as a text. */
  private static @Nullable JsonNode json(Incoming incoming) {
    String text = new String(incoming.body(), StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return null;
    }
    String type = incoming.contentType();
    if (type != null && !type.toLowerCase(Locale.ROOT).contains("json")) {
      return Json.text(text);
    }
    try {
      return Json.parse(text);
    } catch (JacksonException noJson) {
      throw Findings.badJson(noJson);
    }
  }
}
