package io.jettymcp.jetty.http.proxy;

import io.jettymcp.jetty.Proxy;
import io.jettymcp.text.Origin;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Leads the connections of a client through a proxy. */
public final class ProxyRoute {
  private final Proxy proxy;
  private final Origin origin;
  private final String userAgent;
  private final Supplier<SslContext> tls;

  /**
   * @param tls for a proxy that is reached over TLS
   */
  public ProxyRoute(Proxy proxy, Origin origin, String userAgent, Supplier<SslContext> tls) {
    this.proxy = proxy;
    this.origin = origin;
    this.userAgent = userAgent;
    this.tls = tls;
  }

  /** Returns a resolver by which connections to Jetty are made to the proxy. */
  public AddressResolverGroup<InetSocketAddress> resolver(
      AddressResolverGroup<InetSocketAddress> names) {
    return new ProxyResolver(proxy, names);
  }

  /** Adds what asks the proxy for a connection to Jetty, in front of all other handlers. */
  public void addTo(Channel channel) {
    channel.pipeline().addFirst("proxyTunnel", new ProxyTunnel(proxy, dialogue()));
    if (proxy.kind() == Proxy.Kind.HTTPS) {
      channel
          .pipeline()
          .addFirst("proxyTls", tls.get().newHandler(channel.alloc(), proxy.host(), proxy.port()));
    }
  }

  private ProxyDialogue dialogue() {
    return proxy.kind() == Proxy.Kind.SOCKS5
        ? new SocksDialogue(proxy, origin)
        : new HttpDialogue(proxy, origin, userAgent);
  }
}
