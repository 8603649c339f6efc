package io.jettymcp.jetty.http;

import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Opens a connection ahead of the first reads, and orders those around it. The first one waits
 * until it is open. The others wait until the end of the first frees it, but no longer than it took
 * to open, because in that time they could have opened another one.
 */
final class Preconnection {
  private final Mono<Duration> opened;
  private final Sinks.Empty<Void> freed = Sinks.empty();
  private boolean taken;
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
            .thenReturn(true)
            .onErrorReturn(false)
            .elapsed()
            .map(result -> result.getT2() ? Duration.ofMillis(result.getT1()) : Duration.ZERO)
            .doOnNext(took -> freeAfter(took.isZero() ? Duration.ZERO : maxIdle))
            .cache();
  }

  void start() {
    opened.subscribe();
  }

  /** Returns a read that waits for the connection, as long as no read is done with it. */
  <T> Mono<T> before(Mono<T> read) {
    if (over) {
      return read;
    }
    return take()
        ? opened.then(read).doFinally(end -> free())
        : opened.flatMap(this::untilFree).then(read);
  }

  private synchronized boolean take() {
    boolean first = !taken;
    taken = true;
    return first;
  }

  private void freeAfter(Duration time) {
    Mono.delay(time).subscribe(end -> free());
  }

  private void free() {
    over = true;
    freed.tryEmitEmpty();
  }

  private Mono<Void> untilFree(Duration patience) {
    return freed.asMono().timeout(patience, Mono.empty());
  }
}
