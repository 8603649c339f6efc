package io.jettymcp.transport.http.server;

import io.jettymcp.mcp.McpJson;
import io.jettymcp.transport.http.Callers;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.HttpSettings.Limits;
import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.limit.InFlightTracker;
import io.jettymcp.transport.http.limit.Limiter;
import io.jettymcp.transport.http.limit.PipeliningLimit;
import io.jettymcp.transport.http.limit.RequestDeadline;
import io.jettymcp.transport.http.session.McpEndpoints;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** Runs the HTTP server. */
public final class McpHttpServer implements AutoCloseable {
  /**
   * Longer than the keep-alive of common load balancers, which must not use a closed connection.
   */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);

  /** For bytes that a client does not read; keep-alives of streams are written every 15 s. */
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);
  private static final int MAX_LINE_LENGTH = 8 * 1024;

  private final HttpSettings settings;
  private final InFlightTracker inFlight = new InFlightTracker();
  private final ExecutorService workers = workers();
  private final Scheduler scheduler = Schedulers.fromExecutorService(workers);
  private final LoopResources loops = LoopResources.create("http", loopThreads(), true);
  private final Limiter connectionLimit;
  private final ChannelGroup connections =
      new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
  private final Map<Route, Endpoint> endpoints;
  private final HttpObserver observer;
  private final DisposableServer server;

  private McpHttpServer(
      HttpSettings settings,
      ServerInfo info,
      Callers callers,
      Endpoint.Factory endpoints,
      HttpObserver observer,
      Supplier<String> metrics)
      throws ServerStartException {
    this.settings = settings;
    this.observer = observer;
    this.connectionLimit = Limiter.connections(settings.limits(), observer);
    this.endpoints = endpoints.create(settings, workers, observer);
    try {
      this.server = bind(info, callers, metrics);
    } catch (ServerStartException | RuntimeException e) {
      release();
      throw e;
    }
  }

  /**
   * Starts an MCP server.
   *
   * @param info for the start page
   * @param metrics returns the body of {@code /metrics}
   * @throws ServerStartException if it cannot listen on its address, or the certificate is invalid
   */
  public static McpHttpServer start(
      HttpSettings settings,
      ServerInfo info,
      Callers callers,
      HttpObserver observer,
      Supplier<String> metrics)
      throws ServerStartException {
    return start(settings, info, callers, new McpEndpoints(McpJson.INSTANCE), observer, metrics);
  }

  /** Starts a server with these endpoints. */
  static McpHttpServer start(
      HttpSettings settings,
      ServerInfo info,
      Callers callers,
      Endpoint.Factory endpoints,
      HttpObserver observer,
      Supplier<String> metrics)
      throws ServerStartException {
    return new McpHttpServer(settings, info, callers, endpoints, observer, metrics);
  }

  /** Returns the address of the server on its own machine, with the actual port. */
  public URI address() {
    String scheme = settings.tls().isPresent() ? "https" : "http";
    String host = settings.host();
    String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create(
        scheme + "://" + name + ":" + ((InetSocketAddress) server.address()).getPort());
  }

  /**
   * Rejects new calls, and returns when the calls in flight have their responses, at most after
   * {@link Limits#drain}. The port stays open: load balancers learn from {@code /readyz} to go
   * elsewhere, and other callers get status 503.
   */
  public void drain() throws InterruptedException {
    inFlight.stop();
    endpoints.values().forEach(Endpoint::drain);
    if (inFlight.awaitNone(InFlightTracker.Kind.CALL, settings.limits().drain())) {
      // The last events on other streams are on their way; slow readers are not waited for.
      inFlight.awaitNone(InFlightTracker.Kind.REQUEST, CLOSE_TIMEOUT);
    }
  }

  /** Ends everything at once. */
  @Override
  public void close() {
    server.dispose();
    // A thread that stays busy must not keep the rest open.
    server.onDispose().timeout(CLOSE_TIMEOUT).onErrorComplete().block();
    endpoints.values().forEach(Endpoint::close);
    release();
  }

  private void release() {
    connections.close().awaitUninterruptibly(CLOSE_TIMEOUT.toMillis());
    scheduler.dispose();
    workers.shutdownNow();
    loops
        .disposeLater(Duration.ZERO, CLOSE_TIMEOUT)
        .timeout(CLOSE_TIMEOUT.multipliedBy(2))
        .onErrorComplete()
        .block();
  }

  private DisposableServer bind(ServerInfo info, Callers callers, Supplier<String> metrics)
      throws ServerStartException {
    RequestPipeline pipeline =
        new RequestPipeline(
            settings, info, callers, endpoints, observer, metrics, inFlight, scheduler);
    HttpServer http =
        HttpServer.create()
            .runOn(loops, false)
            .host(settings.host())
            .port(settings.port())
            .protocol(HttpProtocol.HTTP11)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .httpRequestDecoder(
                decoder ->
                    decoder
                        .maxInitialLineLength(Math.min(MAX_LINE_LENGTH, settings.limits().header()))
                        .maxHeaderSize(settings.limits().header()))
            .idleTimeout(IDLE_TIMEOUT)
            .doOnChannelInit((owner, channel, peer) -> configure(channel))
            .handle(pipeline::handle);
    if (settings.tls().isPresent()) {
      SslContext context = Certificate.load(settings.tls().get());
      http = http.secure(tls -> tls.sslContext(context));
    }
    try {
      return http.bindNow();
    } catch (ChannelBindException e) {
      throw new ServerStartException(
          "Cannot listen on "
              + settings.host()
              + " port "
              + settings.port()
              + ": the port is in use, or the address does not belong to this machine."
              + (settings.port() < 1024 ? " A port below 1024 needs more rights." : ""),
          e);
    }
  }

  private void configure(Channel channel) {
    if (!accept(channel)) {
      return;
    }
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addAfter(NettyPipeline.HttpCodec, "response-observer", new ResponseObserver(observer));
    pipeline.addAfter(NettyPipeline.HttpCodec, "framing-check", new FramingCheck());
    pipeline.addAfter(NettyPipeline.HttpCodec, "received-bodies", new ReceivedBodies());
    pipeline.addAfter(NettyPipeline.HttpCodec, "pipelining-limit", new PipeliningLimit());
    RequestDeadline.install(pipeline, settings.limits().request(), observer);
    pipeline.addBefore(
        NettyPipeline.HttpCodec,
        "write-timeout",
        new WriteTimeoutHandler(WRITE_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
  }

  /** Counts a connection, or closes it if there are too many. */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing depends on when it has closed
  private boolean accept(Channel channel) {
    try {
      Slot slot = connectionLimit.acquire("", () -> {});
      channel.closeFuture().addListener(closed -> slot.close());
    } catch (HttpError e) {
      channel.close();
      return false;
    }
    connections.add(channel);
    return true;
  }

  private static int loopThreads() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  /** Their queue is bounded by the connections, each of which has one request at a time. */
  private static ExecutorService workers() {
    int threads = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "http-worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }
}
