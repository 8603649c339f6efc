package io.jettymcp.app;

import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.Settings;
import io.jettymcp.config.UsageException;
import io.jettymcp.mcp.EnabledTools;
import io.jettymcp.metrics.Metrics;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.tenant.TokenCallers;
import io.jettymcp.tool.Tool;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.McpHttpServer;
import io.jettymcp.transport.http.ServerStartException;
import java.net.URI;
import java.time.Clock;

/** A running server over HTTP: tools, settings, Jetty, callers and metrics, put together. */
public final class HttpServerComponents implements AutoCloseable {
  private final Metrics metrics;
  private final JettyConnection jetty;
  private final McpHttpServer server;

  /**
   * Starts it.
   *
   * @throws UsageException if it cannot listen where it should
   */
  public HttpServerComponents(Invocation invocation, HttpOptions options, KnownSecrets secrets) {
    Settings settings = invocation.settings();
    EnabledTools tools = ServerComponents.enabledTools(settings).elsewhere();
    this.metrics = new Metrics(tools.tools().stream().map(Tool::name).toList());
    this.jetty = JettyConnection.forMany(settings, invocation.tokens()::current, secrets, metrics);
    TokenCallers callers =
        new TokenCallers(
            options.auth(),
            options.key(),
            tools,
            secrets,
            new TenantServices(settings, options.auth(), jetty, metrics, Clock.systemUTC()),
            Clock.systemUTC());
    try {
      this.server = McpHttpServer.start(settings(options), callers, metrics, metrics::scrape);
    } catch (ServerStartException impossible) {
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
  public URI address() {
    return URI.create(server.address() + "/mcp");
  }

  /** Lets calls in flight end, and takes no more. */
  public void drain() throws InterruptedException {
    server.drain();
  }

  @Override
  public void close() {
    server.close();
    jetty.close();
    metrics.close();
  }
}
