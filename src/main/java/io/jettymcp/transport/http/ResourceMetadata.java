package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What clients are told about tokens (RFC 9728, and RFC 6750, section 3). */
final class ResourceMetadata {
  /** The address of the metadata of the whole server. */
  static final String PATH = Route.RESOURCE_METADATA.label();

  private final BaseUrl base;
  private final Optional<URI> authorizationServer;

  ResourceMetadata(HttpSettings settings, BaseUrl base) {
    this.base = base;
    this.authorizationServer = settings.authorizationServer();
  }

  /**
   * The metadata of a resource.
   *
   * @param route the resource's path, or nothing for the server as a whole
   */
  String document(ServerExchange exchange, String route) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("resource", base.of(exchange) + route);
    authorizationServer.ifPresent(
        server -> document.putArray("authorization_servers").add(server.toString()));
    document.putArray("bearer_methods_supported").add("header");
    document.put("resource_name", "Jetty over MCP");
    return document.toString();
  }

  /** What {@code WWW-Authenticate} says in an answer with status 401. */
  String challenge(ServerExchange exchange) {
    String route = exchange.route() == Route.MCP ? Route.MCP.label() : "";
    String error =
        exchange.headers().contains(HttpHeaderNames.AUTHORIZATION)
            ? ", error=\"invalid_token\""
            : "";
    return "Bearer resource_metadata=\"" + base.of(exchange) + PATH + route + "\"" + error;
  }
}
