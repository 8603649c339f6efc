package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.InitializeResponse;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.JsonRpcResponses;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.jettymcp.transport.http.header.HeaderNames;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON-RPC message of a POST and rejects invalid bodies. */
final class MessageReader {
  private final JsonRpcResponses responses;
  private final JsonMapper mapper;

  /** Handles a value, or rejects the request. */
  interface Handler<T> {
    Publisher<Void> handle(T value) throws HttpError;
  }

  MessageReader(SessionContext context) {
    this.responses = new JsonRpcResponses(context.json());
    this.mapper = JsonRpcMessage.mapper(context.limits().depth());
  }

  /** Responds to a request with what a handler returns, or with its error. */
  static Publisher<Void> handle(McpRequest request, Handler<McpRequest> handler) {
    return attempt(request, handler).onErrorResume(HttpError.class, request::respondError);
  }

  /**
   * Passes a value to a handler, and fails with its error. What the handler returns is always
   * subscribed to, and frees what it holds if the client has disconnected meanwhile.
   */
  static <T> Flux<Void> attempt(T value, Handler<T> handler) {
    return Flux.defer(
        () -> {
          try {
            return handler.handle(value);
          } catch (HttpError e) {
            return Flux.error(e);
          }
        });
  }

  /** Reads the one message of a POST and passes it to a handler. */
  Publisher<Void> read(McpRequest request, Handler<JsonRpcMessage> handler) throws HttpError {
    requireJson(request);
    return Mono.from(request.body())
        .map(body -> JsonRpcMessage.read(body, mapper))
        .flatMapMany(message -> handle(request, same -> handle(request, message, handler)));
  }

  private Publisher<Void> handle(
      McpRequest request, JsonRpcMessage message, Handler<JsonRpcMessage> handler)
      throws HttpError {
    return message instanceof JsonRpcMessage.Invalid invalid
        ? request.respondJson(
            400, Map.of(), responses.error(invalid.id(), invalid.code(), invalid.message()))
        : handler.handle(message);
  }

  private static void requireJson(McpRequest request) throws HttpError {
    String type = request.header("Content-Type").orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals(AcceptHeader.JSON)) {
      throw new HttpError(415, "Content-Type must be application/json.");
    }
  }

  /** Returns the protocol version of a request, if it has one; it must be a supported one. */
  static Optional<String> requireKnownVersion(McpRequest request) throws HttpError {
    Optional<String> version = request.header(HeaderNames.PROTOCOL_VERSION);
    if (version.isPresent() && !InitializeResponse.REVISIONS.contains(version.get())) {
      throw new HttpError(
          400,
          "Unsupported "
              + HeaderNames.PROTOCOL_VERSION
              + "; supported: "
              + InitializeResponse.REVISIONS
              + ".");
    }
    return version;
  }
}
