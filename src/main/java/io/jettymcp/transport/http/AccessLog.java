package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpObserver.Served;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request, which holds nothing that is secret and nothing that could look like
 * another line: no query, no body, no token, and of owner and session a digest.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9/._-]");
  private static final int MAX_PATH_LENGTH = 64;

  private AccessLog() {}

  static void write(ServerExchange exchange, Served served) {
    LOG.info(
        "method={} route={} status={} ms={} in={} out={} owner={} session={} request={}",
        served.method(),
        path(exchange),
        served.status(),
        served.took().toMillis(),
        served.bytesIn(),
        served.bytesOut(),
        digest(exchange.owner()),
        digest(exchange.session()),
        exchange.id());
  }

  private static String path(ServerExchange exchange) {
    if (exchange.route() != Route.OTHER) {
      return exchange.route().label();
    }
    String path = RequestPipeline.path(exchange.request().uri());
    String start = path.length() > MAX_PATH_LENGTH ? path.substring(0, MAX_PATH_LENGTH) : path;
    return ODD.matcher(start).replaceAll("?");
  }

  private static String digest(Optional<String> value) {
    return value
        .map(known -> sha256().digest(known.getBytes(StandardCharsets.UTF_8)))
        .map(digest -> HexFormat.of().formatHex(digest, 0, 4))
        .orElse("-");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
