package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.READ_ONLY;
import static io.jettymcp.config.HttpOptions.ALLOW_HOST;
import static io.jettymcp.config.HttpOptions.ALLOW_ORIGIN;
import static io.jettymcp.config.HttpOptions.AUTHORIZATION_SERVER;
import static io.jettymcp.config.HttpOptions.DRAIN;
import static io.jettymcp.config.HttpOptions.HOST;
import static io.jettymcp.config.HttpOptions.MAX_CALLS_PER_TOKEN;
import static io.jettymcp.config.HttpOptions.MAX_CONNECTIONS;
import static io.jettymcp.config.HttpOptions.MAX_DEPTH;
import static io.jettymcp.config.HttpOptions.MAX_HEADER;
import static io.jettymcp.config.HttpOptions.MAX_REQUEST_BODY;
import static io.jettymcp.config.HttpOptions.MAX_SESSIONS;
import static io.jettymcp.config.HttpOptions.MAX_SESSIONS_PER_TOKEN;
import static io.jettymcp.config.HttpOptions.PORT;
import static io.jettymcp.config.HttpOptions.PUBLIC_URL;
import static io.jettymcp.config.HttpOptions.REQUEST_TIMEOUT;
import static io.jettymcp.config.HttpOptions.RESUME_WINDOW;
import static io.jettymcp.config.HttpOptions.SESSION_IDLE;
import static io.jettymcp.config.HttpOptions.STATELESS;
import static io.jettymcp.config.HttpOptions.TLS_CERT;
import static io.jettymcp.config.HttpOptions.TLS_KEY;
import static io.jettymcp.config.HttpOptions.TRUST_PROXY;

import io.jettymcp.config.Auth;
import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.Settings;
import io.jettymcp.config.UsageException;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.modern.HostState;
import io.jettymcp.metrics.Metrics;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.secret.Secret;
import io.jettymcp.tenant.TokenCallers;
import io.jettymcp.tool.Tool;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.server.McpHttpServer;
import io.jettymcp.transport.http.server.ServerStartException;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.Disposable;

/** Composes the server over HTTP from tools, settings, Jetty, tenants and metrics. */
public final class HttpServerComponents implements AutoCloseable {
  private final Metrics metrics;
  private final JettyConnection jetty;
  private final McpHttpServer server;
  private final Disposable idleGarbageCollector;
  private final int tools;

  /**
   * Starts the server.
   *
   * @throws UsageException if it cannot listen at its address
   */
  public HttpServerComponents(Invocation invocation, HttpOptions options, KnownSecrets secrets) {
    Settings settings = invocation.settings();
    EnabledTools enabled = ServerComponents.enabledTools(settings).forRemoteCallers();
    this.tools = enabled.tools().size();
    this.metrics = new Metrics(enabled.tools().stream().map(Tool::name).toList());
    this.jetty = JettyConnection.forMany(settings, invocation.tokens()::current, secrets, metrics);
    HostState state = Services.hostState(settings, jetty::ownToken);
    TokenCallers callers =
        new TokenCallers(
            options.auth(),
            options.key(),
            enabled,
            secrets,
            new TenantServices(settings, options.auth(), jetty, metrics, state, Clock.systemUTC()),
            Clock.systemUTC());
    try {
      this.server =
          McpHttpServer.start(
              settings(options),
              info(settings, options.auth(), enabled, jetty),
              callers,
              metrics,
              metrics::scrape);
    } catch (ServerStartException e) {
      jetty.close();
      metrics.close();
      throw new UsageException(e.words());
    }
    this.idleGarbageCollector = IdleGarbageCollector.start();
  }

  private static ServerInfo info(
      Settings settings, Auth auth, EnabledTools tools, JettyConnection jetty) {
    Map<String, Integer> toolsets = new LinkedHashMap<>();
    tools.tools().forEach(tool -> toolsets.merge(tool.toolset().label(), 1, Integer::sum));
    return new ServerInfo(
        Version.current(),
        toolsets,
        settings.get(READ_ONLY),
        switch (auth) {
          case PASSTHROUGH -> ServerInfo.Credential.TOKEN;
          case KEY -> ServerInfo.Credential.KEY;
          case NONE -> ServerInfo.Credential.NONE;
        },
        () -> jetty.ownToken().isPresent());
  }

  private static HttpSettings settings(HttpOptions options) {
    return new HttpSettings(
        options.get(HOST),
        options.get(PORT),
        options.get(STATELESS),
        options.get(PUBLIC_URL),
        options.get(AUTHORIZATION_SERVER),
        options.get(ALLOW_HOST),
        options.get(ALLOW_ORIGIN),
        options.get(TRUST_PROXY),
        options
            .get(TLS_CERT)
            .flatMap(cert -> options.get(TLS_KEY).map(key -> new HttpSettings.Tls(cert, key))),
        new HttpSettings.Limits(
            options.get(MAX_REQUEST_BODY),
            options.get(MAX_HEADER),
            options.get(MAX_DEPTH),
            options.get(REQUEST_TIMEOUT),
            options.get(MAX_CONNECTIONS),
            options.get(MAX_SESSIONS),
            options.get(MAX_SESSIONS_PER_TOKEN),
            options.get(SESSION_IDLE),
            options.get(RESUME_WINDOW),
            options.get(MAX_CALLS_PER_TOKEN),
            options.get(DRAIN)));
  }

  /** Returns the URL that hosts connect to. */
  public URI address() {
    return URI.create(server.address() + "/mcp");
  }

  /** Returns the token of this server, if it has one. */
  public Optional<Secret> ownToken() {
    return jetty.ownToken();
  }

  /** Returns how many tools callers see. */
  public int tools() {
    return tools;
  }

  /** Lets calls in flight finish, and accepts no more. */
  public void drain() throws InterruptedException {
    server.drain();
  }

  @Override
  public void close() {
    idleGarbageCollector.dispose();
    server.close();
    jetty.close();
    metrics.close();
  }
}
