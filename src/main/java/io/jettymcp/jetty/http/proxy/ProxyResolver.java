package io.jettymcp.jetty.http.proxy;

import io.jettymcp.jetty.Proxy;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Resolves every name to the addresses of the proxy, so that connections go there. The proxy
 * resolves the name of Jetty itself, which may be unknown here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // it is the promise
final class ProxyResolver extends AddressResolverGroup<InetSocketAddress> {
  private final InetSocketAddress proxy;
  private final AddressResolverGroup<InetSocketAddress> names;

  ProxyResolver(Proxy proxy, AddressResolverGroup<InetSocketAddress> names) {
    this.proxy = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    this.names = names;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    AddressResolver<InetSocketAddress> resolver = names.getResolver(executor);
    return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
      @Override
      protected boolean doIsResolved(InetSocketAddress address) {
        return false;
      }

      @Override
      protected void doResolve(InetSocketAddress target, Promise<InetSocketAddress> promise) {
        resolver.resolve(proxy, promise);
      }

      @Override
      protected void doResolveAll(
          InetSocketAddress target, Promise<List<InetSocketAddress>> promise) {
        resolver.resolveAll(proxy, promise);
      }
    };
  }

  @Override
  public void close() {
    super.close();
    names.close();
  }
}
