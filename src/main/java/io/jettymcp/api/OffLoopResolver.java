package io.jettymcp.api;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import reactor.core.scheduler.Schedulers;

/**
 * Looks names up as every other program of the machine does (hosts file, VPN, mDNS), which Netty's
 * own DNS client does not, and without holding up the event loop, which Netty's use of the JDK
 * would.
 */
final class OffLoopResolver extends AddressResolverGroup<InetSocketAddress> {
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
      lookUp(promise, () -> InetAddress.getByName(name));
    }

    @Override
    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
      lookUp(promise, () -> List.of(InetAddress.getAllByName(name)));
    }

    private static <T> void lookUp(Promise<T> promise, Lookup<T> lookup) {
      Schedulers.boundedElastic()
          .schedule(
              () -> {
                try {
                  promise.trySuccess(lookup.run());
                } catch (UnknownHostException unknown) {
                  promise.tryFailure(unknown);
                }
              });
    }
  }

  /** A question to the system. */
  private interface Lookup<T> {
    T run() throws UnknownHostException;
  }
}
