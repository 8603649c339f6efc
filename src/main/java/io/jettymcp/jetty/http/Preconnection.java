package io.jettymcp.jetty.http;

import io.jettymcp.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Opens a connection ahead of the first two reads with a token. The first waits until it is open.
 * The second waits until the first has used it, but no longer than it took to open, because in that
 * time another one could have been opened.
 */
final class Preconnection {
  private final Optional<Secret> token;
  private final Mono<Void> opened;
  private final Sinks.Empty<Void> freed = Sinks.empty();
  private final AtomicInteger reads = new AtomicInteger();

  /** How long it took to open; null before that. */
  private volatile @Nullable Duration took;

  private volatile boolean over;

  /**
   * @param token with which reads may use the connection
   * @param opening opens the connection
   * @param patience for the opening. If that fails, the reads connect, and report why.
   * @param maxIdle after which the open connection is not used any more
   */
  Preconnection(Optional<Secret> token, Mono<Void> opening, Duration patience, Duration maxIdle) {
    this.token = token;
    this.opened =
        opening
            .timeout(patience)
            .thenReturn(maxIdle)
            .onErrorReturn(Duration.ZERO)
            .elapsed()
            .doOnNext(usable -> open(Duration.ofMillis(usable.getT1()), usable.getT2()))
            .then()
            .cache();
  }

  private void open(Duration time, Duration usable) {
    took = time;
    Mono.delay(usable).subscribe(end -> free());
  }

  void start() {
    opened.subscribe();
  }

  /** Returns a read that waits for the connection if it is one of the first two. */
  <T> Mono<T> before(Optional<Secret> tokenOfRead, Mono<T> read) {
    if (over || !token.equals(tokenOfRead)) {
      return read;
    }
    return switch (reads.getAndIncrement()) {
      case 0 -> opened.then(read).doFinally(end -> free());
      case 1 -> untilFree().then(read);
      default -> read;
    };
  }

  /** While it is being opened, a second connection is ready sooner than this one twice. */
  private Mono<Void> untilFree() {
    Duration patience = took;
    return patience == null ? Mono.empty() : freed.asMono().timeout(patience, Mono.empty());
  }

  private void free() {
    over = true;
    freed.tryEmitEmpty();
  }
}
