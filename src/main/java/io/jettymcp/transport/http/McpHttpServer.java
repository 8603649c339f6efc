package io.jettymcp.transport.http;

import io.jettymcp.mcp.McpJson;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpSettings.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.WriteTimeoutHandler;
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

/** A running server. */
public final class McpHttpServer implements AutoCloseable {
  /** Longer than the keep-alive of the balancers in use, which would meet a closed connection. */
  private static final Duration IDLE = Duration.ofSeconds(75);

  /** For bytes that a client does not take; keep-alives of streams are written every 15 s. */
  private static final Duration WRITE = Duration.ofSeconds(60);

  private static final Duration CLOSING = Duration.ofMillis(500);
  private static final int MAX_LINE_LENGTH = 8 * 1024;

  private final HttpSettings settings;
  private final InFlightTracker traffic = new InFlightTracker();
  private final ExecutorService workers = workers();
  private final Scheduler scheduler = Schedulers.fromExecutorService(workers);
  private final LoopResources loops = LoopResources.create("http", loopThreads(), true);
  private final ConnectionLimit connections;
  private final Map<Route, Endpoint> endpoints;
  private final HttpObserver observer;
  private final DisposableServer server;

  private McpHttpServer(
      HttpSettings settings,
      Callers callers,
      Endpoints endpoints,
      HttpObserver observer,
      Supplier<String> metrics)
      throws ServerStartException {
    this.settings = settings;
    this.observer = observer;
    this.connections = new ConnectionLimit(settings.limits().connections(), observer);
    this.endpoints = endpoints.open(settings, workers, observer);
    try {
      this.server = bind(callers, metrics);
    } catch (ServerStartException | RuntimeException failed) {
      release();
      throw failed;
    }
  }

  /**
   * Starts a server of MCP.
   *
   * @param observer is told of what happens
   * @param metrics gives what {@code /metrics} shows
   * @throws ServerStartException if it cannot listen where it should, or the certificate is not one
   */
  public static McpHttpServer start(
      HttpSettings settings, Callers callers, HttpObserver observer, Supplier<String> metrics)
      throws ServerStartException {
    McpEndpoints endpoints = new McpEndpoints(McpJson.INSTANCE);
    return start(settings, callers, endpoints, observer, metrics);
  }

  /** Starts a server of those endpoints. */
  static McpHttpServer start(
      HttpSettings settings,
      Callers callers,
      Endpoints endpoints,
      HttpObserver observer,
      Supplier<String> metrics)
      throws ServerStartException {
    return new McpHttpServer(settings, callers, endpoints, observer, metrics);
  }

  /** The address of the server on its own machine, with the port that it has got. */
  public URI address() {
    String scheme = settings.tls().isPresent() ? "https" : "http";
    String host = settings.host();
    String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create(
        scheme + "://" + name + ":" + ((InetSocketAddress) server.address()).getPort());
  }

  /**
   * Takes no more calls, and returns when those in flight have their answers or have used up the
   * time that {@link Limits#drain} gives. The port stays open: balancers are to learn from {@code
   * /readyz} that they should go elsewhere, and whoever calls all the same is told so.
   */
  public void drain() throws InterruptedException {
    traffic.stop();
    endpoints.values().forEach(Endpoint::drain);
    if (traffic.awaitNone(InFlightTracker.Kind.CALL, settings.limits().drain())) {
      // What the last calls said on other streams is on its way; who does not read it is not waited
      // for.
      traffic.awaitNone(InFlightTracker.Kind.VISIT, CLOSING);
    }
  }

  /** Ends everything at once. */
  @Override
  public void close() {
    server.disposeNow(CLOSING);
    endpoints.values().forEach(Endpoint::close);
    release();
  }

  private void release() {
    connections.close();
    scheduler.dispose();
    workers.shutdownNow();
    loops
        .disposeLater(Duration.ZERO, CLOSING)
        .timeout(CLOSING.multipliedBy(2))
        .onErrorComplete()
        .block();
  }

  private DisposableServer bind(Callers callers, Supplier<String> metrics)
      throws ServerStartException {
    RequestPipeline front =
        new RequestPipeline(settings, callers, endpoints, observer, metrics, traffic, scheduler);
    HttpServer plain =
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
            .idleTimeout(IDLE)
            .doOnChannelInit((owner, channel, peer) -> guard(channel))
            .handle(front::handle);
    HttpServer chosen = plain;
    if (settings.tls().isPresent()) {
      SslContext context = Certificate.load(settings.tls().get());
      chosen = plain.secure(tls -> tls.sslContext(context));
    }
    try {
      return chosen.bindNow();
    } catch (ChannelBindException taken) {
      throw new ServerStartException(
          "The server cannot listen on "
              + settings.host()
              + " port "
              + settings.port()
              + ": the port is in use, or the address is not one of this machine's.",
          taken);
    }
  }

  private void guard(Channel channel) {
    if (!connections.take(channel)) {
      return;
    }
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addAfter(NettyPipeline.HttpCodec, "answer-watch", new ResponseObserver(observer));
    pipeline.addAfter(NettyPipeline.HttpCodec, "pipeline-bound", new PipeliningLimit());
    RequestDeadline.watch(pipeline, settings.limits().request(), observer);
    pipeline.addBefore(
        NettyPipeline.HttpCodec,
        "write-timeout",
        new WriteTimeoutHandler(WRITE.toSeconds(), TimeUnit.SECONDS));
  }

  private static int loopThreads() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  /** What waits for them is bounded by the connections, each of which has one request at a time. */
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
