package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.InitializeResponse;
import io.jettymcp.mcp.modern.ModernDispatcher;
import io.jettymcp.mcp.modern.ModernErrors;
import io.jettymcp.mcp.modern.RequestMeta;
import io.jettymcp.mcp.modern.Subscriptions;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.JsonRpcResponses;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.jettymcp.transport.http.header.HeaderNames;
import io.jettymcp.transport.http.header.RepeatedHeaders;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Serves requests of revision 2026-07-28. Each one is independent, so that any replica can serve
 * it; a broken connection cancels it.
 */
final class ModernRequests {
  private final SessionContext context;
  private final JsonRpcResponses responses;
  private final IndependentCalls calls;
  private volatile boolean draining;

  ModernRequests(SessionContext context) {
    this.context = context;
    this.responses = new JsonRpcResponses(context.json());
    this.calls = new IndependentCalls(context);
  }

  /**
   * Returns whether a message is of this era: by its body, or by a header that names no revision of
   * the legacy era.
   */
  static boolean isModern(McpRequest request, JsonRpcMessage message) {
    if (message instanceof JsonRpcMessage.Request call) {
      return ModernDispatcher.isModern(call.method(), call.params())
          || (!call.method().equals(McpSchema.METHOD_INITIALIZE) && namesNoLegacyRevision(request));
    }
    return request
        .header(HeaderNames.PROTOCOL_VERSION)
        .filter(RequestMeta.REVISION::equals)
        .isPresent();
  }

  private static boolean namesNoLegacyRevision(McpRequest request) {
    return request
        .header(HeaderNames.PROTOCOL_VERSION)
        .filter(named -> !InitializeResponse.REVISIONS.contains(named))
        .isPresent();
  }

  /** Serves a message; a rejected request is answered with its id. */
  Publisher<Void> serve(McpRequest request, JsonRpcMessage message, AcceptHeader accept) {
    if (!(message instanceof JsonRpcMessage.Request call)) {
      return request.respondEmpty(202, Map.of());
    }
    return MessageReader.attempt(call, same -> begin(request, call, accept))
        .onErrorResume(McpError.class, e -> respond(request, call, e.getJsonRpcError()))
        .onErrorResume(HttpError.class, e -> respond(request, call, e));
  }

  private Publisher<Void> begin(
      McpRequest request, JsonRpcMessage.Request call, AcceptHeader accept) throws HttpError {
    if (draining) {
      throw HttpError.shuttingDown();
    }
    check(request, call);
    return call.method().equals(Subscriptions.METHOD)
        ? listen(request, call, accept)
        : serve(request, call, accept, CallAdmission.acquireSlot(request, call));
  }

  private Publisher<Void> respond(
      McpRequest request, JsonRpcMessage.Request call, JSONRPCError error) {
    return request.respondJson(status(error.code()), Map.of(), responses.error(call.id(), error));
  }

  private Publisher<Void> respond(
      McpRequest request, JsonRpcMessage.Request call, HttpError rejection) {
    int code = rejection.status() == 406 ? ErrorCodes.INVALID_REQUEST : ErrorCodes.INTERNAL_ERROR;
    return request.respondError(rejection, responses.error(call.id(), code, rejection.words()));
  }

  private Publisher<Void> listen(
      McpRequest request, JsonRpcMessage.Request call, AcceptHeader accept) throws HttpError {
    accept.requireEvents();
    return context.openVerified(
        request,
        status ->
            serve(
                request,
                call,
                accept,
                context.subscriptionPlaces().acquire(request.caller().owner(), status)));
  }

  private Publisher<Void> serve(
      McpRequest request, JsonRpcMessage.Request call, AcceptHeader accept, Slot slot) {
    return calls.serve(
        request,
        call,
        accept,
        context.modernDispatcher(request.caller()),
        slot,
        ModernRequests::status);
  }

  private static void check(McpRequest request, JsonRpcMessage.Request call) {
    if (RequestMeta.revision(call.params()).isEmpty()) {
      String revision = request.header(HeaderNames.PROTOCOL_VERSION).orElse("");
      if (namesNoLegacyRevision(request) && !revision.equals(RequestMeta.REVISION)) {
        throw ModernErrors.unsupportedRevision(revision);
      }
      RequestMeta.read(call.params());
    }
    RepeatedHeaders headers = new RepeatedHeaders(request);
    headers.check(call);
    RequestMeta.read(call.params());
    if (call.method().equals(McpSchema.METHOD_TOOLS_CALL) && call.params() != null) {
      headers.check(
          call,
          request.caller().service().modern().headers(call.params().path("name").asString("")));
    }
  }

  /** Returns the HTTP status of an error. */
  static int status(int code) {
    return switch (code) {
      case ErrorCodes.METHOD_NOT_FOUND -> 404;
      case ErrorCodes.PARSE_ERROR,
          ErrorCodes.INVALID_REQUEST,
          ErrorCodes.INVALID_PARAMS,
          ModernErrors.HEADER_MISMATCH,
          ModernErrors.MISSING_CAPABILITY,
          ModernErrors.UNSUPPORTED_REVISION ->
          400;
      default -> 200;
    };
  }

  /** Rejects new requests, and ends the streams of subscriptions with their results. */
  void drain() {
    draining = true;
    context.subscriptions().drain();
  }

  void close() {
    drain();
    calls.abandon();
  }
}
