package io.jettymcp.jetty;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Creates the transport at the first request, so that the server starts without Netty. */
final class LazyTransport implements HttpSender, AutoCloseable {
  private final Supplier<HttpTransport> create;
  private @Nullable HttpTransport transport;
  private boolean closed;

  LazyTransport(Supplier<HttpTransport> create) {
    this.create = create;
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return transport().send(attempt);
  }

  void load() {
    transport().load();
  }

  private synchronized HttpTransport transport() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (transport == null) {
      transport = create.get();
    }
    return transport;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (transport != null) {
      transport.close();
      transport = null;
    }
  }
}
