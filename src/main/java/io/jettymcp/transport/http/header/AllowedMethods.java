package io.jettymcp.transport.http.header;

import io.jettymcp.transport.http.HttpObserver.Method;
import io.jettymcp.transport.http.HttpObserver.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists the methods of a route, besides OPTIONS, which every route has. */
public record AllowedMethods(List<Method> methods) {
  /**
   * Returns the methods of a route.
   *
   * @param stateless whether the server has no sessions to read from or to end
   */
  public static AllowedMethods of(Route route, boolean stateless) {
    return new AllowedMethods(
        switch (route) {
          case MCP ->
              stateless ? List.of(Method.POST) : List.of(Method.GET, Method.POST, Method.DELETE);
          case SSE -> List.of(Method.GET);
          case MESSAGES -> List.of(Method.POST);
          case HEALTH, READINESS, METRICS, PAGE, STATUS, RESOURCE_METADATA ->
              List.of(Method.GET, Method.HEAD);
          case OTHER -> List.of();
        });
  }

  public boolean include(Method method) {
    return methods.contains(method);
  }

  /** Returns the header of a response with status 405 (RFC 9110, section 15.5.6). */
  public Map<String, String> allow() {
    return Map.of("Allow", names());
  }

  /**
   * Returns the headers of a response to OPTIONS, which browsers send before a page may call.
   *
   * @param requested the headers that the page wants to send
   */
  public Map<String, String> preflight(List<String> requested) {
    Map<String, String> headers = new LinkedHashMap<>(Cors.preflight(names(), requested));
    headers.putAll(allow());
    return headers;
  }

  private String names() {
    return methods.stream().map(Method::name).collect(Collectors.joining(", ")) + ", OPTIONS";
  }
}
