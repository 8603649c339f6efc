package io.jettymcp.jetty;

import io.jettymcp.text.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the address of Jetty and the bounds of requests to it.
 *
 * @param connectTimeout until the connection is made, TLS included
 * @param responseTimeout from the last byte of the request to the head of the response
 * @param readTimeout from the head of the response to its last byte
 * @param timeout for a request with all its retries and its time in the queue
 * @param retries how often a failed read is repeated; 0 means one request
 * @param maxConcurrent how many requests of one caller run at once; the rest wait in the order they
 *     came
 * @param maxConnections how many connections are kept for reads with one token
 * @param maxIdle after which an idle connection is not used again; a server that closes it earlier
 *     says so
 * @param maxBodyBytes the longest response that is read, in bytes after decompression
 * @param userAgent sent with each request
 * @param proxy that connections go through
 * @param certificates PEM files, and directories of such, that are trusted besides Java's own
 */
public record ApiSettings(
    Origin origin,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration readTimeout,
    Duration timeout,
    int retries,
    int maxConcurrent,
    int maxConnections,
    Duration maxIdle,
    long maxBodyBytes,
    String userAgent,
    Optional<Proxy> proxy,
    List<Path> certificates) {

  /**
   * @throws IllegalArgumentException if a time is not positive or a number is out of bounds
   */
  public ApiSettings {
    require(isPositive(connectTimeout), "connectTimeout must be positive");
    require(isPositive(responseTimeout), "responseTimeout must be positive");
    require(isPositive(readTimeout), "readTimeout must be positive");
    require(isPositive(timeout), "timeout must be positive");
    require(retries >= 0, "retries must not be negative");
    require(maxConcurrent > 0, "maxConcurrent must be positive");
    require(maxConnections > 0, "maxConnections must be positive");
    require(isPositive(maxIdle), "maxIdle must be positive");
    require(maxBodyBytes > 0, "maxBodyBytes must be positive");
    require(userAgent.chars().allMatch(c -> c >= ' ' && c <= '~'), "userAgent must be plain ASCII");
    certificates = List.copyOf(certificates);
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
