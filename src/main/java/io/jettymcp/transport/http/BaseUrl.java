package io.jettymcp.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where clients find the server: what its own routes are appended to, without a slash. */
final class BaseUrl {
  private static final String FORWARDED_SCHEME = "X-Forwarded-Proto";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  private final Optional<String> published;
  private final String scheme;
  private final AllowedHosts hosts;
  private final TrustedProxies proxies;

  BaseUrl(HttpSettings settings, AllowedHosts hosts) {
    this.published = settings.publicUrl().map(BaseUrl::withoutRoute);
    this.scheme = settings.tls().isPresent() ? "https" : "http";
    this.hosts = hosts;
    this.proxies = new TrustedProxies(settings.trustedProxies());
  }

  /** The one configured, or else the one asked, by way of a trusted proxy or not. */
  String of(ServerExchange exchange) {
    return published.orElseGet(() -> asked(exchange));
  }

  private String asked(ServerExchange exchange) {
    HttpHeaders headers = exchange.headers();
    String host = headers.get(HttpHeaderNames.HOST, "");
    if (!proxies.include(exchange.peer().getAddress())) {
      return scheme + "://" + host;
    }
    String outerScheme = headers.get(FORWARDED_SCHEME);
    String outerHost = headers.get(FORWARDED_HOST);
    return (isScheme(outerScheme) ? outerScheme : scheme)
        + "://"
        + (outerHost != null && hosts.allow(outerHost, exchange.local()) ? outerHost : host);
  }

  private static boolean isScheme(@Nullable String word) {
    return "http".equals(word) || "https".equals(word);
  }

  /** Both the address of the server and that of its MCP route may be given. */
  private static String withoutRoute(URI url) {
    String text = url.toString();
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String route = HttpObserver.Route.MCP.label();
    return bare.endsWith(route) ? bare.substring(0, bare.length() - route.length()) : bare;
  }
}
