package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.modern.TaskMethods;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.header.HeaderNames;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Decides which requests count as calls, and what their handlers receive of the HTTP request. */
final class CallAdmission {
  /** The methods that need Jetty; all others are answered locally. */
  private static final Set<String> NEED_JETTY =
      Set.of(
          McpSchema.METHOD_TOOLS_CALL,
          McpSchema.METHOD_RESOURCES_LIST,
          McpSchema.METHOD_RESOURCES_READ,
          McpSchema.METHOD_PROMPT_GET,
          McpSchema.METHOD_COMPLETION_COMPLETE,
          TaskMethods.GET,
          TaskMethods.CANCEL);

  private static final Slot UNCOUNTED = () -> {};

  private CallAdmission() {}

  /** Returns whether it counts as a call, which needs a valid token and is limited. */
  static boolean isCall(JsonRpcMessage.Request call) {
    return NEED_JETTY.contains(call.method());
  }

  static Slot acquireSlot(McpRequest request, JsonRpcMessage.Request call) throws HttpError {
    return isCall(call) ? request.acquireCallSlot() : UNCOUNTED;
  }

  /**
   * Returns false if the call needs a valid token and Jetty rejects the caller's. True if Jetty
   * cannot be reached: the call then reports why.
   *
   * @param unverified is closed if Jetty accepts the token
   */
  static Mono<Boolean> isAuthorized(
      McpRequest request, JsonRpcMessage.Request call, Slot unverified) {
    return isCall(call)
        ? request
            .caller()
            .tokenStatus()
            .doOnNext(
                status -> {
                  if (status == TokenStatus.ACCEPTED) {
                    unverified.close();
                  }
                })
            .map(status -> status != TokenStatus.REJECTED)
        : Mono.just(true);
  }

  static HttpError invalidToken() {
    return new HttpError(401, "Jetty rejected this token.");
  }

  /** Returns the context that the handler of a call receives. */
  static Map<String, Object> context(McpRequest request) {
    Map<String, Object> context = new HashMap<>();
    HeaderNames.TRACE_CONTEXT.forEach(
        name -> request.header(name).ifPresent(value -> context.put(name, value)));
    return context;
  }
}
