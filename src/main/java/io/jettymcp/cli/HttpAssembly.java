package io.jettymcp.cli;

import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.Settings;
import io.jettymcp.config.UsageException;
import io.jettymcp.metrics.Metrics;
import io.jettymcp.shape.KnownSecrets;
import io.jettymcp.tool.Tool;
import io.jettymcp.transport.http.CannotServe;
import io.jettymcp.transport.http.HttpServing;
import io.jettymcp.transport.http.HttpSettings;
import java.net.URI;
import java.time.Clock;

/** A running server over HTTP: tools, settings, Jetty, callers and metrics, put together. */
final class HttpAssembly implements AutoCloseable {
  private final Metrics metrics;
  private final Connection jetty;
  private final HttpServing server;

  /**
   * Starts it.
   *
   * @throws UsageException if it cannot listen where it should
   */
  HttpAssembly(Invocation invocation, HttpOptions options, KnownSecrets secrets) {
    Settings settings = invocation.settings();
    this.metrics =
        new Metrics(Assembly.offer(settings).elsewhere().tools().stream().map(Tool::name).toList());
    this.jetty = Connection.forMany(settings, invocation.tokens()::current, secrets, metrics);
    TokenCallers callers =
        new TokenCallers(
            settings, options.auth(), options.key(), jetty, secrets, metrics, Clock.systemUTC());
    try {
      this.server = HttpServing.start(settings(options), callers, metrics, metrics::scrape);
    } catch (CannotServe impossible) {
      jetty.close();
      metrics.close();
      throw new UsageException(impossible.words());
    }
  }

  private static HttpSettings settings(HttpOptions options) {
    return new HttpSettings(
        options.host(),
        options.port(),
        options.stateless(),
        options.publicUrl(),
        options.authorizationServer(),
        options.allowHosts(),
        options.allowOrigins(),
        options.trustProxies(),
        options
            .tlsCert()
            .flatMap(cert -> options.tlsKey().map(key -> new HttpSettings.Tls(cert, key))),
        new HttpSettings.Limits(
            options.maxRequestBody(),
            options.maxHeader(),
            options.maxDepth(),
            options.requestTimeout(),
            options.maxConnections(),
            options.maxSessions(),
            options.maxSessionsPerToken(),
            options.sessionIdle(),
            options.resumeWindow(),
            options.maxCallsPerToken(),
            options.drain()));
  }

  /** Where hosts connect. */
  URI address() {
    return URI.create(server.address() + "/mcp");
  }

  /** Lets calls in flight end, and takes no more. */
  void drain() throws InterruptedException {
    server.drain();
  }

  @Override
  public void close() {
    server.close();
    jetty.close();
    metrics.close();
  }
}
