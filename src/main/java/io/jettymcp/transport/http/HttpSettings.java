package io.jettymcp.transport.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the server is reached and what it bears.
 *
 * @param host the address to bind to
 * @param port the port to bind to; 0 picks a free one
 * @param stateless whether each request stands on its own
 * @param publicUrl the address that clients know the server by, where it is not the one they ask
 * @param authorizationServer told to clients that bring no token (RFC 9728)
 * @param allowedHosts values of {@code Host} beside the server's own addresses
 * @param allowedOrigins values of {@code Origin} beside the server's own
 * @param trustedProxies addresses or networks (CIDR) whose forwarded headers are believed
 * @param tls certificate and key, for https
 * @param limits what one client or all together may take
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
   * Bounds.
   *
   * @param body of a request, in bytes
   * @param header of a request in all, in bytes
   * @param depth of JSON
   * @param request for a whole request to arrive
   * @param connections at once
   * @param sessions at once
   * @param sessionsPerToken at once
   * @param sessionIdle after which a session that nobody uses is closed
   * @param resumeWindow in which a broken stream may be resumed
   * @param callsPerToken in flight at once
   * @param drain for calls in flight when the server is stopped
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
      Duration drain) {
    /** What holds where nothing else was said. */
    public static final Limits DEFAULT =
        new Limits(
            4 * 1024 * 1024,
            16 * 1024,
            200,
            Duration.ofSeconds(30),
            10_000,
            1_000,
            100,
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            32,
            Duration.ofSeconds(25));
  }
}
