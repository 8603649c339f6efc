package io.jettymcp.protocol;

import io.jettymcp.api.Exchange;
import io.jettymcp.api.Failure;
import io.jettymcp.api.Failure.Unavailable;
import io.jettymcp.api.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * Knows the values that must not leave: reads a collection's environment before the first result
 * about it, and again after some minutes. The exchange hands the values to the redactor and gives
 * only names back. Changes need no extra reading: their answers hold all values.
 *
 * <p>Where Jetty answers that the environment may not be read, the usual shapes of keys are all
 * there is to go by. Where it does not answer at all, a read cannot be shown safely.
 */
final class SecretWatch {
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** How long a result that is ready waits for the environment. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Exchange jetty;
  private final Clock clock;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();

  private record Reading(Instant at, Mono<Boolean> known) {}

  SecretWatch(Exchange jetty, Clock clock) {
    this.jetty = jetty;
    this.clock = clock;
  }

  /**
   * Starts reading, if it is time to. The result is whether all is known that can be known; it
   * never fails, and may be asked by many.
   */
  Mono<Boolean> look(String collection) {
    Reading reading =
        readings.compute(
            collection,
            (name, last) ->
                last != null && last.at().plus(FRESH).isAfter(clock.instant())
                    ? last
                    : new Reading(clock.instant(), read(name)));
    return reading.known();
  }

  /** Waits no longer than a result may be held back. */
  static Mono<Boolean> patiently(Mono<Boolean> known) {
    return known.timeout(PATIENCE, Mono.just(false));
  }

  private Mono<Boolean> read(String collection) {
    Mono<Boolean> known =
        jetty
            .send(Request.get("/api/v1/collections/{}/environment", collection))
            .map(reply -> true)
            .onErrorResume(Failure.class, failure -> Mono.just(answered(failure)))
            .doOnNext(
                sure -> {
                  if (!sure) {
                    readings.remove(collection);
                  }
                })
            .cache();
    known.subscribe();
    return known;
  }

  private static boolean answered(Failure failure) {
    return !(failure instanceof Unavailable down)
        || down.reason() == Unavailable.Reason.SERVER_ERROR
        || down.reason() == Unavailable.Reason.UNREADABLE;
  }
}
