package io.jettymcp.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;

/** What lets pages of listed origins call and read the answers (CORS). */
final class Cors {
  private static final String ASKED =
      "Authorization, Content-Type, Accept, Last-Event-ID, Mcp-Method, Mcp-Name, "
          + "X-Jetty-Read-Only, X-Jetty-Toolsets, X-Jetty-Collection, "
          + HeaderNames.PROTOCOL_VERSION
          + ", "
          + HeaderNames.SESSION;

  private static final String SHOWN = HeaderNames.SESSION + ", WWW-Authenticate, Retry-After";

  private Cors() {}

  /** Marks an answer, whatever it will be, as one for that origin. */
  static void permit(ServerExchange exchange, String origin) {
    exchange.promise(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    exchange.promise(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
  }

  /** What is said to a page that asks before it calls. */
  static Map<String, String> preflight(String methods) {
    return Map.of(
        "Access-Control-Allow-Methods", methods,
        "Access-Control-Allow-Headers", ASKED,
        "Access-Control-Max-Age", "3600");
  }
}
