package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpSettings;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Describes to clients how to authenticate (RFC 9728, and RFC 6750, section 3). */
final class ResourceMetadata {
  /** The path of the metadata of the server as one resource. */
  static final String PATH = Route.RESOURCE_METADATA.label();

  private final BaseUrl baseUrl;
  private final Optional<URI> authorizationServer;

  ResourceMetadata(HttpSettings settings, BaseUrl baseUrl) {
    this.baseUrl = baseUrl;
    this.authorizationServer = settings.authorizationServer();
  }

  /** Returns whether there is metadata: without an authorization server it would name none. */
  boolean isAvailable() {
    return authorizationServer.isPresent();
  }

  /**
   * Returns the metadata of a resource.
   *
   * @param route the resource's path, or an empty string for the server
   */
  String document(ServerExchange exchange, String route) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("resource", baseUrl.of(exchange) + route);
    authorizationServer.ifPresent(
        server -> document.putArray("authorization_servers").add(server.toString()));
    document.putArray("bearer_methods_supported").add("header");
    document.put("resource_name", "Jetty over MCP");
    return document.toString();
  }

  /** Returns the {@code WWW-Authenticate} header of a response with status 401. */
  String challenge(ServerExchange exchange) {
    List<String> parameters = new ArrayList<>();
    if (isAvailable()) {
      String route = exchange.route() == Route.MCP ? Route.MCP.label() : "";
      parameters.add("resource_metadata=\"" + baseUrl.of(exchange) + PATH + route + '"');
    }
    if (exchange.headers().contains(HttpHeaderNames.AUTHORIZATION)) {
      parameters.add("error=\"invalid_token\"");
    }
    return ("Bearer " + String.join(", ", parameters)).strip();
  }
}
