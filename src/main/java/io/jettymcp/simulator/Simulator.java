package io.jettymcp.simulator;

import io.jettymcp.simulator.api.ApiRoutes;
import io.jettymcp.simulator.engine.RoutineScheduler;
import io.jettymcp.simulator.engine.RunLauncher;
import io.jettymcp.simulator.engine.SeedData;
import io.jettymcp.simulator.http.ApiCaller;
import io.jettymcp.simulator.http.Authenticator;
import io.jettymcp.simulator.http.GatewayTimeout;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.Router;
import io.jettymcp.simulator.http.SimulatorHttpServer;
import io.jettymcp.simulator.http.WebPages;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Jetty's REST API on a loopback port, with a small example collection. It keeps everything in
 * memory and calls no model; every response carries {@code X-Jetty-Simulator: true}.
 */
public final class Simulator implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MAX_HEAD_LENGTH = 64 * 1024;
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final DisposableServer server;
  private final SimulatorHttpServer handler;
  private final LoopResources loops;
  private final SimulatorOptions options;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Simulator(
      DisposableServer server,
      SimulatorHttpServer handler,
      LoopResources loops,
      SimulatorOptions options) {
    this.server = server;
    this.handler = handler;
    this.loops = loops;
    this.options = options;
  }

  /** Starts with {@link SimulatorOptions#defaults()}. */
  public static Simulator start() {
    return start(SimulatorOptions.defaults());
  }

  /**
   * Starts, and returns once the port accepts connections.
   *
   * @throws reactor.netty.ChannelBindException if the port is taken
   */
  public static Simulator start(SimulatorOptions options) {
    LoopResources loops = LoopResources.create("jetty-simulator", 1, 2, true);
    try {
      SimulatorHttpServer handler = httpServer(options);
      HttpServer server =
          HttpServer.create()
              .host(LOOPBACK)
              .port(options.port())
              .runOn(loops, false)
              .httpRequestDecoder(
                  decoder ->
                      decoder.maxInitialLineLength(MAX_HEAD_LENGTH).maxHeaderSize(MAX_HEAD_LENGTH))
              .handle(handler::handle);
      DisposableServer bound =
          options.tls().map(tls -> secure(server, tls)).orElse(server).bindNow();
      return new Simulator(bound, handler, loops, options);
    } catch (RuntimeException e) {
      loops.dispose();
      throw e;
    }
  }

  private static HttpServer secure(HttpServer server, SSLContext tls) {
    SslContext context =
        new JdkSslContext(
            tls,
            false,
            null,
            IdentityCipherSuiteFilter.INSTANCE,
            ApplicationProtocolConfig.DISABLED,
            ClientAuth.NONE,
            null,
            false);
    return server.secure(spec -> spec.sslContext(context));
  }

  private static SimulatorHttpServer httpServer(SimulatorOptions options) {
    SimulatedJetty jetty = SeedData.load(options.clock().instant());
    RunLauncher launcher = new RunLauncher(options.timings());
    RoutineScheduler scheduler = new RoutineScheduler(jetty, launcher);
    List<Route> routes =
        ApiRoutes.all(
            jetty,
            launcher,
            scheduler,
            options.taskSearch(),
            new GatewayTimeout(options.gatewayTimeout()),
            options.runbookFault());
    Router router = new Router(routes, new Authenticator(callers(options.tokens())));
    return new SimulatorHttpServer(router, scheduler::startDue, options.clock(), options.latency());
  }

  private static Map<String, ApiCaller> callers(SimulatorTokens tokens) {
    return Map.of(
        tokens.key(), new ApiCaller(SeedData.OWNER, SeedData.COLLECTION, true),
        tokens.person(), new ApiCaller(SeedData.OWNER, null, true),
        tokens.reader(), new ApiCaller(SeedData.OWNER, null, false),
        tokens.stranger(), new ApiCaller("org_elsewhere", null, true));
  }

  /** Serves pages beside the API from now on. */
  public void serve(WebPages pages) {
    handler.serve(pages);
  }

  public int port() {
    return server.port();
  }

  /** The address of the API, without a trailing slash. */
  public String url() {
    return (options.tls().isPresent() ? "https://" : "http://") + LOOPBACK + ":" + port();
  }

  /** The API key of the collection {@code acme}. */
  public String token() {
    return options.tokens().key();
  }

  /** All tokens that it accepts. */
  public SimulatorTokens tokens() {
    return options.tokens();
  }

  /**
   * Stops listening and closes every connection. A thread that stays busy is left behind, as it is
   * a daemon.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.dispose();
      server
          .onDispose()
          .timeout(CLOSING)
          .onErrorComplete()
          .then(loops.disposeLater(Duration.ZERO, CLOSING))
          .onErrorComplete()
          .block();
    }
  }
}
