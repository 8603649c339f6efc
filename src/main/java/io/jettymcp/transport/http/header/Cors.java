package io.jettymcp.transport.http.header;

import java.util.Map;

/** Builds the headers that let pages of listed origins call and read the responses (CORS). */
public final class Cors {
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Accept, Last-Event-ID, traceparent, tracestate, "
          + HeaderNames.METHOD
          + ", "
          + HeaderNames.NAME
          + ", X-Jetty-Read-Only, X-Jetty-Toolsets, X-Jetty-Collection, "
          + HeaderNames.PROTOCOL_VERSION
          + ", "
          + HeaderNames.SESSION_ID;

  private static final String RESPONSE_HEADERS =
      HeaderNames.SESSION_ID + ", WWW-Authenticate, Retry-After";

  private Cors() {}

  /** Returns the headers of any response to a page of this origin. */
  public static Map<String, String> permit(String origin) {
    return Map.of(
        "Access-Control-Allow-Origin", origin,
        "Access-Control-Expose-Headers", RESPONSE_HEADERS);
  }

  static Map<String, String> preflight(String methods) {
    return Map.of(
        "Access-Control-Allow-Methods", methods,
        "Access-Control-Allow-Headers", REQUEST_HEADERS,
        "Access-Control-Max-Age", "3600");
  }
}
