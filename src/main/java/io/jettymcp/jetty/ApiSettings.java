package io.jettymcp.jetty;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Where Jetty is and how patient we are with it.
 *
 * @param baseUrl scheme, host and port; a path is refused
 * @param connectTimeout until the connection stands, TLS included
 * @param responseTimeout from the last byte of the request to the head of the reply
 * @param readTimeout from the head of the reply to its last byte
 * @param timeout for a request with all its repeats and its time in the queue
 * @param retries how often a failed read is repeated; 0 means one request
 * @param maxConcurrent how many requests of one caller run at once; the rest wait in the order they
 *     came
 * @param maxConnections how many connections are kept for reads, by all callers together
 * @param maxBodyBytes the longest reply that is read, in bytes after decompression
 * @param userAgent sent with each request
 */
public record ApiSettings(
    URI baseUrl,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration readTimeout,
    Duration timeout,
    int retries,
    int maxConcurrent,
    int maxConnections,
    long maxBodyBytes,
    String userAgent) {

  /**
   * @throws IllegalArgumentException if the address is more than an origin, a time is not positive
   *     or a number is out of bounds
   */
  public ApiSettings {
    baseUrl = origin(baseUrl);
    require(isPositive(connectTimeout), "connectTimeout must be positive");
    require(isPositive(responseTimeout), "responseTimeout must be positive");
    require(isPositive(readTimeout), "readTimeout must be positive");
    require(isPositive(timeout), "timeout must be positive");
    require(retries >= 0, "retries must not be negative");
    require(maxConcurrent > 0, "maxConcurrent must be positive");
    require(maxConnections > 0, "maxConnections must be positive");
    require(maxBodyBytes > 0, "maxBodyBytes must be positive");
    require(userAgent.chars().allMatch(c -> c >= ' ' && c <= '~'), "userAgent must be plain ASCII");
  }

  /** What holds where nothing else was said: 5, 30, 60 and 120 s, 3 repeats, 16 at once, 64 MB. */
  public static ApiSettings defaults(URI baseUrl) {
    String version =
        Optional.ofNullable(ApiSettings.class.getPackage().getImplementationVersion())
            .orElse("dev");
    return new ApiSettings(
        baseUrl,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        3,
        16,
        32,
        64L * 1024 * 1024,
        "jetty-mcp/" + version);
  }

  private static URI origin(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    require(scheme.equals("https") || scheme.equals("http"), "baseUrl must be http or https");
    require(url.getHost() != null, "baseUrl must name a host");
    require(
        url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && (url.getRawPath().isEmpty() || url.getRawPath().equals("/")),
        "baseUrl must be scheme, host and port alone");
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(scheme + "://" + url.getHost() + port);
  }

  private static boolean isPositive(Duration time) {
    return !time.isZero() && !time.isNegative();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
