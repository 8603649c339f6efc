package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Jetty's REST API on a port of this machine alone, with a small collection to play with. It keeps
 * everything in memory and calls no model; every answer carries {@code X-Jetty-Simulator: true}.
 */
public final class Simulator implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MAX_HEAD_LENGTH = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final DisposableServer server;
  private final LoopResources loops;
  private final SimulatorTokens tokens;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Simulator(DisposableServer server, LoopResources loops, SimulatorTokens tokens) {
    this.server = server;
    this.loops = loops;
    this.tokens = tokens;
  }

  /** Starts with {@link SimulatorOptions#defaults()}. */
  public static Simulator start() {
    return start(SimulatorOptions.defaults());
  }

  /**
   * Starts, and returns once the port answers.
   *
   * @throws reactor.netty.ChannelBindException if the port is taken
   */
  public static Simulator start(SimulatorOptions options) {
    LoopResources loops = LoopResources.create("jetty-simulator", 1, 2, true);
    try {
      DisposableServer server =
          HttpServer.create()
              .host(LOOPBACK)
              .port(options.port())
              .runOn(loops, false)
              .httpRequestDecoder(
                  decoder ->
                      decoder.maxInitialLineLength(MAX_HEAD_LENGTH).maxHeaderSize(MAX_HEAD_LENGTH))
              .handle(front(options)::handle)
              .bindNow(PATIENCE);
      return new Simulator(server, loops, options.tokens());
    } catch (RuntimeException notBound) {
      loops.dispose();
      throw notBound;
    }
  }

  private static SimulatorHttpServer front(SimulatorOptions options) {
    Instant now = options.clock().instant();
    SimulatedJetty jetty = SeedData.plant(now);
    RunLauncher launcher = new RunLauncher(new Engine(options.pace()));
    RoutinesApi routines = new RoutinesApi(jetty, launcher);
    GatewayTimeout edge = new GatewayTimeout(options.edgePatience());
    RunbookRequests runbooks = new RunbookRequests(jetty, launcher, edge, options.runbookTrouble());
    List<Route> routes = new ArrayList<>();
    routes.addAll(new IdentityApi().routes());
    routes.addAll(new CollectionsApi(jetty).routes());
    routes.addAll(new TasksApi(jetty, options.taskSearch()).routes());
    routes.addAll(new RunsApi(jetty, launcher, edge).routes());
    routes.addAll(new TrajectoriesApi(jetty).routes());
    routes.addAll(new FilesApi(jetty).routes());
    routes.addAll(new InsightsApi(jetty).routes());
    routes.addAll(routines.routes());
    routes.addAll(new TrialApi(jetty).routes());
    routes.addAll(new AssetsApi(jetty).routes());
    routes.addAll(new TemplatesApi().routes());
    routes.addAll(new ChatApi(new ChatPassthrough(jetty, launcher), runbooks).routes());
    Router router = new Router(routes, new Authenticator(options.tokens()));
    return new SimulatorHttpServer(router, routines, options.clock(), options.latency());
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** What to use as Jetty's address, without a slash at the end. */
  public String url() {
    return "http://" + LOOPBACK + ":" + port();
  }

  /** The API key of the collection {@code acme}. */
  public String token() {
    return tokens.key();
  }

  /** All tokens that it accepts. */
  public SimulatorTokens tokens() {
    return tokens;
  }

  /** Stops listening and cuts every connection. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.disposeNow(PATIENCE);
      loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }
  }
}
