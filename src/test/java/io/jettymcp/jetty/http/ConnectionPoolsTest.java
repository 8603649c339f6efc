package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class ConnectionPoolsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final HttpClient withoutPool = HttpClient.newConnection();
  private final ConnectionPools pools =
      new ConnectionPools(
          () -> ConnectionProvider.create("test", 1),
          HttpClient::create,
          () -> withoutPool,
          Duration.ofSeconds(4),
          nanos::get);

  private HttpClient clientOf(int token) {
    return Objects.requireNonNull(
        pools.with(Optional.of(Secret.of("token-" + token)), Mono::just).block());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void eachTokenHasItsOwnPool() {
    assertThat(clientOf(1)).isSameAs(clientOf(1)).isNotSameAs(clientOf(2));
    assertThat(pools.size()).isEqualTo(2);
  }

  @Test
  void idlePoolIsDroppedWhenAnotherIsCreated() {
    clientOf(1);
    pass(Duration.ofSeconds(3));
    clientOf(2);
    pass(Duration.ofSeconds(2));

    clientOf(3);

    assertThat(pools.size()).as("of the second and the third token").isEqualTo(2);
  }

  @Test
  void poolWithARequestIsNotDropped() {
    Disposable request =
        pools.with(Optional.of(Secret.of("slow")), client -> Mono.never()).subscribe();
    pass(Duration.ofHours(1));
    clientOf(1);
    assertThat(pools.size()).isEqualTo(2);

    request.dispose();
    pass(Duration.ofSeconds(5));
    clientOf(2);

    assertThat(pools.size()).isEqualTo(1);
  }

  @Test
  void numberOfPoolsIsBounded() {
    for (int i = 0; i < ConnectionPools.MAX_POOLS; i++) {
      clientOf(i);
    }

    assertThat(clientOf(-1)).isSameAs(withoutPool);
    assertThat(pools.size()).isEqualTo(ConnectionPools.MAX_POOLS);
  }
}
