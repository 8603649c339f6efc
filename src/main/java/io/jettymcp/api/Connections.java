package io.jettymcp.api;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The connections to Jetty. Reactor Netty's own repeat is off: it would send a write a second time
 * behind our back.
 */
final class Connections implements AutoCloseable {
  /** Shorter than the keep-alive of any server in the way; uvicorn's, the shortest, is 5 s. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(4);

  private static final Duration CLOSING = Duration.ofMillis(500);
  private static final int MAX_HEADERS = 64 * 1024;
  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  static {
    // Netty's events of JFR are defined by annotations, and reading those would take a third of the
    // first call. Who wants them says so to the JVM.
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
  }

  private final LoopResources loops = LoopResources.create("jetty-api", 2, true);
  private final ConnectionProvider pool;
  private final HttpClient pooled;
  private final HttpClient fresh;

  Connections(ApiSettings settings) {
    this.pool =
        ConnectionProvider.builder("jetty-api")
            .maxConnections(settings.maxConnections())
            // Many cancelled at once leave many that are closing; who waits is bounded elsewhere.
            .pendingAcquireMaxCount(-1)
            .maxIdleTime(MAX_IDLE)
            .lifo()
            .build();
    this.pooled = client(pool, settings);
    this.fresh = client(ConnectionProvider.newConnection(), settings);
  }

  /**
   * A server may close an idle connection at the very moment a request is written to it, and nobody
   * can tell whether that request was read. A read is simply repeated then; a write goes over a
   * connection of its own, where this cannot happen.
   */
  HttpClient clientFor(Request request) {
    return request.repeatable() ? pooled : fresh;
  }

  private HttpClient client(ConnectionProvider provider, ApiSettings settings) {
    return HttpClient.create(provider)
        .runOn(loops, false)
        .resolver(new OffLoopResolver())
        // Ours comes first, and knows how to say it; this one only ends what is left over.
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) Math.min(Integer.MAX_VALUE, settings.connectTimeout().plusSeconds(1).toMillis()))
        .httpResponseDecoder(decoder -> decoder.maxHeaderSize(MAX_HEADERS))
        .disableRetry(true)
        .compress(true);
  }

  /** Loads what a request takes, its threads too, and connects to nothing. */
  void load() {
    // Not by HttpClient.warmup, which loads Netty's own look-up of names too.
    loops.onClient(true);
  }

  @Override
  public void close() {
    pool.disposeLater()
        .then(loops.disposeLater(Duration.ZERO, CLOSING))
        .timeout(CLOSING.multipliedBy(2), Mono.empty())
        .block();
  }
}
