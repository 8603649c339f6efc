package io.jettymcp.jetty;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Touches the HTTP library at the first request only, so that the server starts without it. */
final class LazyTransport implements HttpSender, AutoCloseable {
  private final ApiSettings settings;
  private final Clock clock;
  private @Nullable HttpTransport transport;
  private boolean closed;

  LazyTransport(ApiSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return transport().send(attempt);
  }

  /** Touches it ahead of time. */
  void load() {
    transport();
  }

  private synchronized HttpTransport transport() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (transport == null) {
      transport = new HttpTransport(settings, clock);
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
