package io.jettymcp.transport.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Configures the HTTP server.
 *
 * @param host the address to bind to
 * @param port the port to bind to; 0 picks a free one
 * @param stateless whether the server has no sessions
 * @param publicUrl the URL under which clients know the server, if it is not the one they request
 * @param authorizationServer announced to clients without a token (RFC 9728)
 * @param allowedHosts values of {@code Host} besides the server's own addresses
 * @param allowedOrigins values of {@code Origin} besides the server's own
 * @param trustedProxies addresses or networks (CIDR) whose {@code X-Forwarded-Proto} and {@code
 *     X-Forwarded-Host} are trusted
 * @param tls certificate and key, for https
 */
public record HttpSettings(
    String host,
    int port,
    boolean stateless,
    Optional<URI> publicUrl,
    Optional<URI> authorizationServer,
    List<String> allowedHosts,
    List<String> allowedOrigins,
    List<String> trustedProxies,
    Optional<Tls> tls,
    Limits limits) {

  public HttpSettings {
    allowedHosts = List.copyOf(allowedHosts);
    allowedOrigins = List.copyOf(allowedOrigins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  /**
   * The limits of one client or of all together.
   *
   * @param body maximum bytes of a request body
   * @param header maximum bytes of all headers of a request
   * @param depth maximum nesting of JSON
   * @param request time for a complete request to arrive
   * @param connections maximum at once
   * @param sessions maximum at once
   * @param sessionsPerToken maximum at once
   * @param sessionIdle time after which an unused session is closed
   * @param resumeWindow time in which a broken stream can be resumed
   * @param callsPerToken maximum in flight
   * @param drain time for calls in flight at shutdown
   */
  public record Limits(
      int body,
      int header,
      int depth,
      Duration request,
      int connections,
      int sessions,
      int sessionsPerToken,
      Duration sessionIdle,
      Duration resumeWindow,
      int callsPerToken,
      Duration drain) {}
}
