package io.jettymcp.transport.http.server;

import io.jettymcp.text.Sha256;
import io.jettymcp.transport.http.HttpObserver.Served;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line per request, without secrets and without anything that could forge a line: no
 * path but that of a route, no query, body or token, and only digests of owner and session.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("access");

  private AccessLog() {}

  static void write(ServerExchange exchange, Served served) {
    LOG.info(
        "method={} route={} status={} ms={} in={} out={} owner={} session={} request={}",
        served.method(),
        served.route().label(),
        served.status(),
        served.duration().toMillis(),
        served.bytesIn(),
        served.bytesOut(),
        digest(exchange.owner()),
        digest(exchange.session()),
        exchange.id());
  }

  private static String digest(Optional<String> value) {
    return value.map(text -> HexFormat.of().formatHex(Sha256.of(text), 0, 4)).orElse("-");
  }
}
