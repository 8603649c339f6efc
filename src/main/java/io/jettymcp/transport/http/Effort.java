package io.jettymcp.transport.http;

import io.jettymcp.transport.Incoming;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request takes to answer, and what comes with it for that. */
final class Effort {
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

  private static final Visit.CallSlot NONE = () -> {};

  private Effort() {}

  /** Whether it counts as a call, for which the token must be good and there is a bound. */
  static boolean isCall(Incoming.Request request) {
    return ASKS_JETTY.contains(request.method());
  }

  /** A place among the calls, for a request that is one. */
  static Visit.CallSlot enter(Visit visit, Incoming.Request request) throws Refusal {
    return isCall(request) ? visit.enter() : NONE;
  }

  static Refusal badToken() {
    return new Refusal(401, "Jetty does not accept this token.");
  }

  /** What a handler is told of the visit. */
  static Map<String, Object> around(Visit visit) {
    Map<String, Object> around = new HashMap<>();
    TRACE.forEach(name -> visit.header(name).ifPresent(value -> around.put(name, value)));
    return around;
  }
}
