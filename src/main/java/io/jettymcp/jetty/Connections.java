package io.jettymcp.jetty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.PreferHeapByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * The connections to Jetty. Those for reads are used again, the one that was used last first; who
 * finds as many as there may be waits for its turn.
 */
final class Connections implements AutoCloseable {
  /** Shorter than the keep-alive of any server in the way; uvicorn's, the shortest, is 5 s. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(4);

  private static final Duration CLOSING = Duration.ofMillis(500);
  private static final int THREADS = 2;

  /** Our own bound of connecting comes first, and knows how to say it; this one ends the rest. */
  private static final Duration LEEWAY = Duration.ofSeconds(1);

  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  static {
    // Netty's events of JFR are defined by annotations, and reading those would take a third of the
    // first call. Who wants them says so to the JVM.
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
  }

  /** What is read is parsed at once, which plain arrays are best for. */
  private static final ByteBufAllocator HEAP =
      new PreferHeapByteBufAllocator(new UnpooledByteBufAllocator(false));

  private final String host;
  private final int port;
  private final boolean secure;
  private final int most;
  private final Duration connectTimeout;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          THREADS, new DefaultThreadFactory("jetty-api", true), NioIoHandler.newFactory());
  private final Deque<HttpConnection> idle = new ArrayDeque<>();
  private final Set<HttpExchange> waiting = new LinkedHashSet<>();
  private @Nullable SslContext tls;

  /** Connections for reads that there are or that are being made. */
  private int kept;

  Connections(ApiSettings settings) {
    URI base = settings.baseUrl();
    this.host = base.getHost();
    this.secure = "https".equals(base.getScheme());
    this.port = base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80;
    this.most = settings.maxConnections();
    this.connectTimeout = settings.connectTimeout();
  }

  /**
   * Gives an exchange its connection as soon as there is one, or fails it.
   *
   * <p>A server may close an idle connection at the very moment a request is written to it, and
   * nobody can tell whether that request was read. A read is simply repeated then; a write goes
   * over a connection of its own, where this cannot happen.
   */
  void connect(HttpExchange exchange) {
    if (!exchange.mayShare()) {
      open(exchange);
      return;
    }
    HttpConnection connection;
    synchronized (this) {
      connection = newest();
      if (connection == null && kept == most) {
        waiting.add(exchange);
        return;
      }
      if (connection == null) {
        kept++;
      }
    }
    if (connection == null) {
      open(exchange);
    } else {
      connection.carry(exchange);
    }
  }

  private @Nullable HttpConnection newest() {
    for (HttpConnection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
      if (one.isFresh(MAX_IDLE)) {
        return one;
      }
      one.close();
    }
    return null;
  }

  /** An exchange that was given up waits no more. */
  synchronized void forget(HttpExchange exchange) {
    waiting.remove(exchange);
  }

  /** A connection for reads is free. */
  void release(HttpConnection connection) {
    HttpExchange next;
    synchronized (this) {
      next = first();
      if (next == null) {
        idle.addFirst(connection);
      }
    }
    if (next != null) {
      connection.carry(next);
    }
  }

  /** A connection for reads has ended, or was never made. */
  void ended(@Nullable HttpConnection connection) {
    HttpExchange next;
    synchronized (this) {
      idle.remove(connection);
      next = first();
      if (next == null) {
        kept--;
      }
    }
    if (next != null) {
      open(next);
    }
  }

  private @Nullable HttpExchange first() {
    Iterator<HttpExchange> queue = waiting.iterator();
    if (!queue.hasNext()) {
      return null;
    }
    HttpExchange next = queue.next();
    queue.remove();
    return next;
  }

  /** Names are looked up as every other program of the machine does (hosts file, VPN, mDNS). */
  private void open(HttpExchange exchange) {
    if (isAddress(host)) {
      lookUp(exchange);
    } else {
      Schedulers.boundedElastic().schedule(() -> lookUp(exchange));
    }
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private void lookUp(HttpExchange exchange) {
    try {
      open(exchange, InetAddress.getAllByName(host), 0);
    } catch (UnknownHostException | RuntimeException unknownOrClosed) {
      notMade(exchange, unknownOrClosed);
    }
  }

  /**
   * Tries one address after the other, as a machine may be reached by one family of them only. None
   * may be silent for so long that no time is left for the rest.
   */
  private void open(HttpExchange exchange, InetAddress[] addresses, int tried) {
    boolean last = tried + 1 == addresses.length;
    Duration patience =
        last ? connectTimeout.plus(LEEWAY) : connectTimeout.dividedBy(addresses.length);
    HttpConnection connection = new HttpConnection(this, exchange.mayShare());
    ChannelFuture connecting =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .disableResolver()
            .option(ChannelOption.ALLOCATOR, HEAP)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) Math.min(Integer.MAX_VALUE, patience.toMillis()))
            .handler(connection)
            .connect(new InetSocketAddress(addresses[tried], port));
    Channel channel = connecting.channel();
    exchange.connecting(channel);
    connecting.addListener(
        connected -> {
          if (connected.isSuccess()) {
            greet(exchange, connection, channel);
          } else if (!last && !exchange.isCancelled()) {
            open(exchange, addresses, tried + 1);
          } else {
            notMade(exchange, connected.cause());
          }
        });
  }

  private void greet(HttpExchange exchange, HttpConnection connection, Channel channel) {
    if (!secure) {
      connection.begin(exchange);
      return;
    }
    try {
      SslHandler handler = tls().newHandler(channel.alloc(), host, port);
      handler.setHandshakeTimeoutMillis(connectTimeout.plus(LEEWAY).toMillis());
      channel.pipeline().addFirst(handler);
      handler
          .handshakeFuture()
          .addListener(
              shaken -> {
                if (shaken.isSuccess()) {
                  connection.begin(exchange);
                } else {
                  notSecured(exchange, connection, shaken.cause());
                }
              });
    } catch (SSLException none) {
      notSecured(exchange, connection, none);
    }
  }

  private static void notSecured(HttpExchange exchange, HttpConnection connection, Throwable why) {
    connection.close();
    exchange.fail(why);
  }

  private synchronized SslContext tls() throws SSLException {
    if (tls == null) {
      tls =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .endpointIdentificationAlgorithm("HTTPS")
              .build();
    }
    return tls;
  }

  private void notMade(HttpExchange exchange, Throwable why) {
    if (exchange.mayShare()) {
      ended(null);
    }
    exchange.fail(why);
  }

  /** Nobody may wait any more for what is closed here. */
  @Override
  public void close() {
    synchronized (this) {
      waiting.clear();
    }
    loops
        .shutdownGracefully(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * CLOSING.toMillis());
  }
}
