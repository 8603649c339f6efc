package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.header.AllowedHosts;
import io.jettymcp.transport.http.header.TrustedProxies;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Determines the URL under which clients reach the server, without a route or a final slash. */
final class BaseUrl {
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  private final Optional<String> configured;
  private final String scheme;
  private final AllowedHosts hosts;
  private final TrustedProxies proxies;

  BaseUrl(HttpSettings settings, AllowedHosts hosts) {
    this.configured = settings.publicUrl().map(BaseUrl::withoutRoute);
    this.scheme = settings.tls().isPresent() ? "https" : "http";
    this.hosts = hosts;
    this.proxies = new TrustedProxies(settings.trustedProxies());
  }

  /** Returns the configured URL, or else the requested one, as a trusted proxy reports it. */
  String of(ServerExchange exchange) {
    return configured.orElseGet(() -> requested(exchange));
  }

  private String requested(ServerExchange exchange) {
    HttpHeaders headers = exchange.headers();
    String host = headers.get(HttpHeaderNames.HOST, "");
    if (!proxies.include(exchange.peer().getAddress())) {
      return scheme + "://" + host;
    }
    String forwardedScheme = headers.get(FORWARDED_PROTO);
    String forwardedHost = headers.get(FORWARDED_HOST);
    return (isScheme(forwardedScheme) ? forwardedScheme : scheme)
        + "://"
        + (forwardedHost != null && hosts.allow(forwardedHost, exchange.local())
            ? forwardedHost
            : host);
  }

  private static boolean isScheme(@Nullable String word) {
    return "http".equals(word) || "https".equals(word);
  }

  /** Accepts the URL of the server and that of its MCP route alike. */
  private static String withoutRoute(URI url) {
    String text = url.toString();
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String route = HttpObserver.Route.MCP.label();
    return trimmed.endsWith(route)
        ? trimmed.substring(0, trimmed.length() - route.length())
        : trimmed;
  }
}
