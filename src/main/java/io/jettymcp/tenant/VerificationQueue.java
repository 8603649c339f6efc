package io.jettymcp.tenant;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.TokenStatus;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Limits how many new tokens are verified at once. Each one costs a request to Jetty, so made-up
 * tokens could otherwise take all connections.
 */
final class VerificationQueue {
  static final int MAX_RUNNING = 32;
  static final int MAX_WAITING = 256;

  /** No host waits longer for the answer to {@code initialize}. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final Sinks.Many<Mono<TokenStatus>> waiting =
      Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(MAX_WAITING));

  VerificationQueue() {
    waiting.asFlux().flatMap(Mono::onErrorComplete, MAX_RUNNING, 1).subscribe();
  }

  /**
   * Runs a verification when it is its turn, unless its caller has gone away or waited for too long
   * by then. One that runs goes on.
   *
   * @param verification emits a status
   * @return fails with an {@link HttpError} if too many are waiting, or it waits for too long
   */
  Mono<TokenStatus> run(Mono<TokenStatus> verification) {
    return Mono.defer(
        () -> {
          Sinks.One<TokenStatus> status = Sinks.one();
          AtomicBoolean gone = new AtomicBoolean();
          Mono<TokenStatus> work =
              verification.doOnNext(status::tryEmitValue).doOnError(status::tryEmitError);
          return offer(Mono.defer(() -> gone.get() ? Mono.empty() : work))
              ? status
                  .asMono()
                  .timeout(MAX_WAIT, Mono.error(VerificationQueue::busy))
                  .doFinally(end -> gone.set(true))
              : Mono.error(busy());
        });
  }

  private static HttpError busy() {
    return new HttpError(
        429, Rejection.OVERLOADED, "Too many new tokens at once. Try again in a second.");
  }

  /** Queues a verification; one thread at a time, as a sink requires. */
  private synchronized boolean offer(Mono<TokenStatus> verification) {
    return waiting.tryEmitNext(verification).isSuccess();
  }
}
