package io.jettymcp.transport.http.header;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Matches the name of a header that repeats an argument, as browsers write it or another way. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          HeaderNames.PARAMETER_PREFIX + "[\\w!#$%&'*+.^`|~-]{1,64}", Pattern.CASE_INSENSITIVE);

  private static final int MAX_PARAMETERS = 20;

  private Cors() {}

  /** Returns the headers of any response to a page of this origin. */
  public static Map<String, String> permit(String origin) {
    return Map.of(
        "Access-Control-Allow-Origin", origin,
        "Access-Control-Expose-Headers", RESPONSE_HEADERS);
  }

  /**
   * Returns the headers of a response to a page that asks before it calls.
   *
   * @param requested the headers that the page wants to send, of which those that repeat arguments
   *     are permitted by their form, because tools name them
   */
  static Map<String, String> preflight(String methods, List<String> requested) {
    String parameters =
        requested.stream()
            .flatMap(names -> Stream.of(names.split(",")))
            .map(String::strip)
            .filter(name -> PARAMETER.matcher(name).matches())
            .distinct()
            .limit(MAX_PARAMETERS)
            .map(name -> ", " + name)
            .collect(Collectors.joining());
    return Map.of(
        "Access-Control-Allow-Methods",
        methods,
        "Access-Control-Allow-Headers",
        REQUEST_HEADERS + parameters,
        "Access-Control-Max-Age",
        "3600");
  }
}
