package io.jettymcp.jetty.http;

import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Reply;
import io.jettymcp.secret.Secret;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Creates the transport at the first request, so that the server starts without Netty. */
public final class LazyTransport implements HttpSender, AutoCloseable {
  private final ApiSettings settings;
  private final Clock clock;
  private @Nullable HttpTransport transport;
  private boolean closed;

  public LazyTransport(ApiSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return transport().send(attempt);
  }

  /** Loads the classes and starts the threads of a request; connects to nothing. */
  public void load() {
    transport().load();
  }

  /** Opens a connection for the first read with a token. */
  public void preconnect(Optional<Secret> token) {
    announced(token).ifPresent(Preconnection::start);
  }

  /**
   * Under the lock, so that a request that waits for the transport also waits for the connection.
   */
  private synchronized Optional<Preconnection> announced(Optional<Secret> token) {
    return transport().announceConnection(token);
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
