package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Responds with errors: as JSON-RPC on the MCP routes, as a plain sentence elsewhere. */
final class HttpErrors {
  /** An error code of the range that JSON-RPC reserves for servers. */
  private static final int SERVER_ERROR = -32000;

  private final HttpObserver observer;
  private final ResourceMetadata metadata;

  HttpErrors(HttpObserver observer, ResourceMetadata metadata) {
    this.observer = observer;
    this.metadata = metadata;
  }

  Mono<Void> respond(ServerExchange exchange, HttpError error) {
    return respond(exchange, error, Map.of());
  }

  Mono<Void> respond(ServerExchange exchange, HttpError error, Map<String, String> moreHeaders) {
    Map<String, String> headers = headers(exchange, error);
    headers.putAll(moreHeaders);
    return isMcp(exchange.route())
        ? exchange.respond(error.status(), headers, "application/json", json(error))
        : exchange.respond(
            error.status(), headers, "text/plain; charset=utf-8", error.words() + "\n");
  }

  /**
   * Responds with an error on an MCP route.
   *
   * @param json the body
   */
  Mono<Void> respond(ServerExchange exchange, HttpError error, String json) {
    return exchange.respond(error.status(), headers(exchange, error), "application/json", json);
  }

  /** Counts an error, and returns the headers that belong to its status. */
  private Map<String, String> headers(ServerExchange exchange, HttpError error) {
    error.reason().ifPresent(observer::rejected);
    Map<String, String> headers = new LinkedHashMap<>();
    if (error.status() == 401) {
      headers.put(HttpHeaderNames.WWW_AUTHENTICATE.toString(), metadata.challenge(exchange));
    }
    if (error.status() == 429 || error.status() == 503) {
      headers.put(HttpHeaderNames.RETRY_AFTER.toString(), "1");
    }
    return headers;
  }

  /** Returns whether a route speaks MCP. */
  static boolean isMcp(Route route) {
    return route == Route.MCP || route == Route.SSE || route == Route.MESSAGES;
  }

  private static String json(HttpError error) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("jsonrpc", "2.0").putNull("id");
    body.putObject("error").put("code", code(error.status())).put("message", error.words());
    return body.toString();
  }

  private static int code(int status) {
    return switch (status) {
      case 400, 405, 406, 413, 415 -> ErrorCodes.INVALID_REQUEST;
      case 500 -> ErrorCodes.INTERNAL_ERROR;
      default -> SERVER_ERROR;
    };
  }
}
