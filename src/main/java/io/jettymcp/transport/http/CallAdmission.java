package io.jettymcp.transport.http;

import io.jettymcp.transport.JsonRpcMessage;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request takes to answer, and what comes with it for that. */
final class CallAdmission {
  /** Answered by asking Jetty; all others are answered out of hand. */
  private static final Set<String> ASKS_JETTY =
      Set.of(
          McpSchema.METHOD_TOOLS_CALL,
          McpSchema.METHOD_RESOURCES_LIST,
          McpSchema.METHOD_RESOURCES_READ,
          McpSchema.METHOD_PROMPT_GET,
          McpSchema.METHOD_COMPLETION_COMPLETE);

  /** W3C Trace Context. */
  private static final List<String> TRACE = List.of("traceparent", "tracestate");

  private static final McpRequest.CallSlot NONE = () -> {};

  private CallAdmission() {}

  /** Whether it counts as a call, for which the token must be good and there is a bound. */
  static boolean isCall(JsonRpcMessage.Request request) {
    return ASKS_JETTY.contains(request.method());
  }

  /** A place among the calls, for a request that is one. */
  static McpRequest.CallSlot enter(McpRequest visit, JsonRpcMessage.Request request)
      throws HttpError {
    return isCall(request) ? visit.enter() : NONE;
  }

  static HttpError badToken() {
    return new HttpError(401, "Jetty does not accept this token.");
  }

  /** What a handler is told of the visit. */
  static Map<String, Object> around(McpRequest visit) {
    Map<String, Object> around = new HashMap<>();
    TRACE.forEach(name -> visit.header(name).ifPresent(value -> around.put(name, value)));
    return around;
  }
}
