package io.jettymcp.jetty.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Opens a connection ahead of the first reads, and orders those around it. The first one waits
 * until it is open. While that one uses it, the others wait for it too, but no longer than it took
 * to open, because in that time they could have opened another one.
 */
final class Preconnection {
  private final Mono<Void> opened;
  private final Sinks.Empty<Void> freed = Sinks.empty();
  private boolean taken;

  /** How long it took to open; null before that. */
  private volatile @Nullable Duration took;

  private volatile boolean over;

  /**
   * @param opening opens the connection
   * @param patience for the opening. If that fails, the reads connect, and report why.
   * @param maxIdle after which the open connection is not used any more
   */
  Preconnection(Mono<Void> opening, Duration patience, Duration maxIdle) {
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

  /** Returns a read that uses the connection, if it comes in time for that. */
  <T> Mono<T> before(Mono<T> read) {
    if (over) {
      return read;
    }
    if (take()) {
      return opened.then(read).doFinally(end -> free());
    }
    // A read that comes while the connection is being opened has its own sooner than that one
    // twice.
    Duration patience = took;
    return patience == null ? read : freed.asMono().timeout(patience, Mono.empty()).then(read);
  }

  private synchronized boolean take() {
    boolean first = !taken;
    taken = true;
    return first;
  }

  private void free() {
    over = true;
    freed.tryEmitEmpty();
  }
}
