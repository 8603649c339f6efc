package io.jettymcp.jetty.http;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import reactor.core.scheduler.Schedulers;

/**
 * Resolves names as every other program of the machine does (hosts file, VPN, mDNS), which Netty's
 * own DNS client does not, and off the event loop, which Netty's {@code
 * DefaultAddressResolverGroup} would block.
 */
final class SystemResolver extends AddressResolverGroup<InetSocketAddress> {
  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Names(executor).asAddressResolver();
  }

  private static final class Names extends InetNameResolver {
    Names(EventExecutor executor) {
      super(executor);
    }

    @Override
    protected void doResolve(String name, Promise<InetAddress> promise) {
      resolve(promise, () -> InetAddress.getByName(name));
    }

    @Override
    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
      resolve(promise, () -> List.of(InetAddress.getAllByName(name)));
    }

    private static <T> void resolve(Promise<T> promise, Callable<T> lookup) {
      Schedulers.boundedElastic()
          .schedule(
              () -> {
                try {
                  promise.trySuccess(lookup.call());
                } catch (Exception e) {
                  promise.tryFailure(e);
                }
              });
    }
  }
}
