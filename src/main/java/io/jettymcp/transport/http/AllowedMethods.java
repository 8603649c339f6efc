package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Method;
import io.jettymcp.transport.http.HttpObserver.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The methods that a route takes, beside OPTIONS, which all of them do. */
record AllowedMethods(List<Method> taken) {
  static AllowedMethods of(Route route) {
    return new AllowedMethods(
        switch (route) {
          case MCP -> List.of(Method.GET, Method.POST, Method.DELETE);
          case SSE -> List.of(Method.GET);
          case MESSAGES -> List.of(Method.POST);
          case HEALTH, READINESS, METRICS, PAGE, RESOURCE_METADATA ->
              List.of(Method.GET, Method.HEAD);
          case OTHER -> List.of();
        });
  }

  boolean include(Method method) {
    return taken.contains(method);
  }

  Map<String, String> allow() {
    return Map.of("Allow", names());
  }

  /** What is said to those who ask for it, a browser on behalf of a page above all. */
  Map<String, String> preflight() {
    Map<String, String> headers = new LinkedHashMap<>(Cors.preflight(names()));
    headers.putAll(allow());
    return headers;
  }

  private String names() {
    return taken.stream().map(Method::name).collect(Collectors.joining(", ")) + ", OPTIONS";
  }
}
