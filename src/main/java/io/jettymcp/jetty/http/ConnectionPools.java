package io.jettymcp.jetty.http;

import io.jettymcp.secret.Secret;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Keeps the connections of each token apart: a late second response on one of them would pass for
 * the response to another caller's request. A pool whose connections have all been idle for too
 * long is dropped when the next one is created.
 */
final class ConnectionPools {
  /** Requests with further tokens at the same time get connections of their own. */
  static final int MAX_POOLS = 1_000;

  private final Supplier<ConnectionProvider> connections;
  private final Function<ConnectionProvider, HttpClient> clients;
  private final Supplier<HttpClient> withoutPool;
  private final Duration maxIdle;
  private final LongSupplier nanos;
  private final Map<Optional<Secret>, Pool> pools = new LinkedHashMap<>();

  /**
   * @param withoutPool connects for each request
   * @param maxIdle after which a connection is not used again
   */
  ConnectionPools(
      Supplier<ConnectionProvider> connections,
      Function<ConnectionProvider, HttpClient> clients,
      Supplier<HttpClient> withoutPool,
      Duration maxIdle,
      LongSupplier nanos) {
    this.connections = connections;
    this.clients = clients;
    this.withoutPool = withoutPool;
    this.maxIdle = maxIdle;
    this.nanos = nanos;
  }

  /** Sends a request over a connection that only requests with the same token use. */
  <T> Mono<T> with(Optional<Secret> token, Function<HttpClient, Mono<T>> request) {
    return Mono.using(
        () -> begin(token),
        pool -> request.apply(pool.map(Pool::client).orElseGet(withoutPool)),
        pool -> pool.ifPresent(this::end));
  }

  private synchronized Optional<Pool> begin(Optional<Secret> token) {
    Pool pool = pools.get(token);
    if (pool == null) {
      dropIdle();
      if (pools.size() >= MAX_POOLS) {
        return Optional.empty();
      }
      ConnectionProvider provider = connections.get();
      pool = new Pool(provider, clients.apply(provider));
      pools.put(token, pool);
    }
    pool.requests++;
    return Optional.of(pool);
  }

  private synchronized void end(Pool pool) {
    pool.requests--;
    pool.lastUsed = nanos.getAsLong();
  }

  private void dropIdle() {
    for (Iterator<Pool> all = pools.values().iterator(); all.hasNext(); ) {
      Pool pool = all.next();
      if (pool.requests == 0 && nanos.getAsLong() - pool.lastUsed > maxIdle.toNanos()) {
        all.remove();
        pool.connections.dispose();
      }
    }
  }

  synchronized int size() {
    return pools.size();
  }

  /** Closes all connections that are idle, and those in use at the end of their request. */
  synchronized Mono<Void> close() {
    Flux<Void> closing =
        Flux.fromIterable(pools.values().stream().map(pool -> pool.connections).toList())
            .flatMap(ConnectionProvider::disposeLater);
    pools.clear();
    return closing.then();
  }

  /** The connections of one token. */
  private static final class Pool {
    private final ConnectionProvider connections;
    private final HttpClient client;
    private int requests;
    private long lastUsed;

    Pool(ConnectionProvider connections, HttpClient client) {
      this.connections = connections;
      this.client = client;
    }

    HttpClient client() {
      return client;
    }
  }
}
