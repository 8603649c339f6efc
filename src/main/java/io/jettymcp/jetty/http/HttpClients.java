package io.jettymcp.jetty.http;

import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Proxy;
import io.jettymcp.jetty.http.proxy.ProxyRoute;
import io.jettymcp.jetty.http.tls.ClientTls;
import io.jettymcp.secret.Secret;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.PreferHeapByteBufAllocator;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * Builds the HTTP clients: one for each token whose connections are reused, for reads, and one that
 * connects for each request, for writes. Everything that concerns a connection is set here. Reactor
 * Netty's own retry is off: it would send a write a second time.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofMillis(500);
  private static final int THREADS = 2;

  /** The deadlines of an attempt come first and have the better message; this ends the rest. */
  private static final Duration LEEWAY = Duration.ofSeconds(1);

  private static final int MAX_HEADERS = 64 * 1024;

  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  static {
    // Netty's JFR events are defined by annotations, and reading those takes a third of the first
    // call. The system property turns them on again.
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
  }

  /** Bodies are parsed as they arrive, which plain arrays are best for. */
  private static final ByteBufAllocator HEAP =
      new PreferHeapByteBufAllocator(new UnpooledByteBufAllocator(false));

  private final ApiSettings settings;
  private final Duration connectTimeout;
  private final ClientTls tls;
  private final Optional<ProxyRoute> proxy;
  private final AddressResolverGroup<InetSocketAddress> resolver;
  private final LoopResources loops = LoopResources.create("jetty-api", THREADS, true);
  private final ConnectionPools pools;
  private @Nullable HttpClient fresh;

  private volatile @Nullable Preconnection preconnection;

  /** Whether there was a read, which needs no connection opened ahead any more. */
  private volatile boolean used;

  /** How many addresses the name has that is connected to: Jetty's, or the proxy's. */
  private volatile int addresses = 1;

  HttpClients(ApiSettings settings) {
    this.settings = settings;
    this.connectTimeout = settings.connectTimeout();
    this.tls = new ClientTls(settings.certificates());
    this.proxy = settings.proxy().map(through -> route(through, settings));
    SystemResolver names = new SystemResolver();
    this.resolver = proxy.isPresent() ? proxy.get().resolver(names) : names;
    this.pools =
        new ConnectionPools(
            () -> pool(settings.maxConnections(), settings.maxIdle()),
            this::client,
            this::fresh,
            settings.maxIdle(),
            System::nanoTime);
  }

  private static ConnectionProvider pool(int maxConnections, Duration maxIdle) {
    return ConnectionProvider.builder("jetty-api")
        .maxConnections(maxConnections)
        // The connect deadline and the concurrency limit bound the wait for a connection.
        .pendingAcquireMaxCount(-1)
        .pendingAcquireTimeout(Duration.ZERO)
        .maxIdleTime(maxIdle)
        .lifo()
        .build();
  }

  /**
   * Sends a request with the client for it. A server may close an idle connection at the very
   * moment a request is written to it, and it is unknown whether that request was read. A read can
   * be repeated then; a write goes over a connection of its own, where this cannot happen.
   */
  <T> Mono<T> with(Attempt attempt, Function<HttpClient, Mono<T>> request) {
    if (!attempt.request().repeatable()) {
      return request.apply(fresh());
    }
    Mono<T> read = pools.with(attempt.token(), request);
    Preconnection opening = used ? preconnection : firstUse();
    return opening == null ? read : opening.before(attempt.token(), read);
  }

  /** Loads the classes and starts the threads of a request; connects to nothing. */
  void load() {
    // HttpClient.warmup would load Netty's own DNS client too.
    loops.onClient(true);
    if (settings.origin().isSecure()) {
      tls.load();
    }
  }

  /**
   * Returns a connection to open for the first reads with a token, which wait for it from now on.
   * Returns none if there was a read already.
   */
  synchronized Optional<Preconnection> announceConnection(Optional<Secret> token) {
    if (used) {
      return Optional.empty();
    }
    Preconnection opening =
        new Preconnection(
            token, pools.with(token, HttpClients::connect), connectTimeout, settings.maxIdle());
    preconnection = opening;
    return Optional.of(opening);
  }

  /** Returns the connection that was announced before; none can be announced after this. */
  private synchronized @Nullable Preconnection firstUse() {
    used = true;
    return preconnection;
  }

  private static Mono<Void> connect(HttpClient client) {
    return client
        .request(ConnectOnly.METHOD)
        .uri("/")
        .response((response, content) -> afterRelease((Connection) response, content.then()))
        .then();
  }

  /**
   * Passes on the reply when its connection is in the pool again, which is at the end of the same
   * task of its thread: a request that follows at once must not open another one.
   */
  static <T> Mono<T> afterRelease(Connection connection, Mono<T> reply) {
    return reply.publishOn(Schedulers.fromExecutor(connection.channel().eventLoop()));
  }

  /** Created late, as TLS takes longer to load than all else. */
  private synchronized HttpClient fresh() {
    if (fresh == null) {
      fresh = client(ConnectionProvider.newConnection());
    }
    return fresh;
  }

  private ProxyRoute route(Proxy through, ApiSettings settings) {
    return new ProxyRoute(through, settings.origin(), settings.userAgent(), tls::context);
  }

  private HttpClient client(ConnectionProvider connections) {
    HttpClient client =
        HttpClient.create(connections)
            .baseUrl(settings.origin().toString())
            // Before runOn, which would build Netty's own DNS client for a client without resolver.
            .resolver(resolver)
            .runOn(loops, false)
            .resolvedAddressesSelector(
                (config, resolved) -> {
                  addresses = resolved.size();
                  return resolved;
                })
            .option(ChannelOption.ALLOCATOR, HEAP)
            .doOnChannelInit((observer, channel, address) -> addHandlers(channel))
            .httpResponseDecoder(decoder -> decoder.maxHeaderSize(MAX_HEADERS))
            .disableRetry(true);
    return settings.origin().isSecure() ? secure(client) : client;
  }

  private HttpClient secure(HttpClient client) {
    // With a specification instead of a provider, Reactor Netty would set up TLS for HTTP/2 and
    // HTTP/3 too, and read Java's certificates for each.
    return client.secure(
        SslProvider.builder()
            .sslContext(tls.context())
            .handshakeTimeout(connectTimeout.plus(LEEWAY))
            .build());
  }

  private void addHandlers(Channel channel) {
    proxy.ifPresent(route -> route.addTo(channel));
    channel
        .pipeline()
        .addBefore(NettyPipeline.HttpCodec, "idleGuard", new IdleGuard())
        .addBefore(
            NettyPipeline.ReactiveBridge, "connectTimeout", new ConnectTimeout(this::patience))
        .addBefore(NettyPipeline.ReactiveBridge, "responseGuard", new ResponseGuard())
        .addBefore(NettyPipeline.ReactiveBridge, "connectOnly", new ConnectOnly());
  }

  /** Returns how long one address may take. All of them have the connect time-out together. */
  private Duration patience() {
    int sharing = addresses;
    return sharing == 1 ? connectTimeout.plus(LEEWAY) : connectTimeout.dividedBy(sharing);
  }

  /** Closes all connections. A thread that stays busy is left behind, as it is a daemon. */
  @Override
  public void close() {
    pools
        .close()
        .then(loops.disposeLater(Duration.ZERO, CLOSING))
        .timeout(CLOSING.multipliedBy(2), Mono.empty())
        .onErrorComplete()
        .block();
  }
}
