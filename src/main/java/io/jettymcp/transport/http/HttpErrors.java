package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a request is turned away: as JSON-RPC on the MCP routes, in a plain sentence elsewhere. */
final class HttpErrors {
  /** Of the range that JSON-RPC leaves to servers. */
  private static final int NOT_NOW = -32000;

  private final HttpObserver observer;
  private final ResourceMetadata metadata;

  HttpErrors(HttpObserver observer, ResourceMetadata metadata) {
    this.observer = observer;
    this.metadata = metadata;
  }

  Mono<Void> answer(ServerExchange exchange, HttpError refusal) {
    return answer(exchange, refusal, Map.of());
  }

  Mono<Void> answer(ServerExchange exchange, HttpError refusal, Map<String, String> more) {
    count(refusal.status());
    Map<String, String> headers = new LinkedHashMap<>(more);
    if (refusal.status() == 401) {
      headers.put(HttpHeaderNames.WWW_AUTHENTICATE.toString(), metadata.challenge(exchange));
    }
    if (refusal.status() == 429 || refusal.status() == 503) {
      headers.put(HttpHeaderNames.RETRY_AFTER.toString(), "1");
    }
    return isMcp(exchange.route())
        ? exchange.answer(refusal.status(), headers, "application/json", json(refusal))
        : exchange.answer(
            refusal.status(), headers, "text/plain; charset=utf-8", refusal.words() + "\n");
  }

  /** The routes on which MCP is spoken. */
  static boolean isMcp(Route route) {
    return route == Route.MCP || route == Route.SSE || route == Route.MESSAGES;
  }

  private static String json(HttpError refusal) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("jsonrpc", "2.0").putNull("id");
    body.putObject("error").put("code", code(refusal.status())).put("message", refusal.words());
    return body.toString();
  }

  private static int code(int status) {
    return switch (status) {
      case 400, 405, 406, 413, 415 -> ErrorCodes.INVALID_REQUEST;
      case 500 -> ErrorCodes.INTERNAL_ERROR;
      default -> NOT_NOW;
    };
  }

  /** Those with a status that may mean several things are counted where they come up. */
  private void count(int status) {
    switch (status) {
      case 400 -> observer.refused(HttpObserver.Refusal.BAD_REQUEST);
      case 401 -> observer.refused(HttpObserver.Refusal.TOKEN);
      case 413 -> observer.refused(HttpObserver.Refusal.BODY_TOO_LARGE);
      case 503 -> observer.refused(HttpObserver.Refusal.DRAINING);
      default -> {}
    }
  }
}
