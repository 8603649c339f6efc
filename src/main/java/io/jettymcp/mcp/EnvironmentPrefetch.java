package io.jettymcp.mcp;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.jetty.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

/**
 * Knows the values that must not leave: reads a collection's environment before the first result
 * about it, and again after some minutes. The exchange hands the values to the redactor and gives
 * only names back. Changes need no extra reading: their answers hold all values.
 *
 * <p>Where Jetty says that the environment may not be read, the usual shapes of keys are all there
 * is to go by. Where it says nothing of use, a read cannot be shown safely. Either way the next
 * call asks again: only values that were read count for a while.
 */
final class EnvironmentPrefetch {
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** Refusals that mean "you may not" or "there is none"; any other one is a fault. */
  private static final Set<Refused.Kind> NO =
      Set.of(Refused.Kind.FORBIDDEN, Refused.Kind.NOT_FOUND);

  /** How long a result that is ready waits for the environment. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Exchange jetty;
  private final Clock clock;
  private final Map<String, Reading> readings = new HashMap<>();

  EnvironmentPrefetch(Exchange jetty, Clock clock) {
    this.jetty = jetty;
    this.clock = clock;
  }

  /** What a reading came to. */
  private enum Outcome {
    READ,
    FORBIDDEN,
    UNKNOWN
  }

  /** One reading of one environment. It goes on as long as a call needs it. */
  static final class Reading {
    private final Instant begun;
    private final Sinks.One<Outcome> outcome = Sinks.one();
    private final Disposable.Swap request = Disposables.swap();
    private volatile Optional<Outcome> settled = Optional.empty();
    private int calls;

    private Reading(Instant begun) {
      this.begun = begun;
    }

    /** Whether all is known by now that can be known. */
    boolean isSafe() {
      return settled.filter(Reading::safe).isPresent();
    }

    /** The same, waiting so long at most. It never fails. */
    Mono<Boolean> becomesSafe(Duration patience) {
      return settled.isPresent()
          ? Mono.just(isSafe())
          : outcome.asMono().map(Reading::safe).timeout(patience, Mono.just(false));
    }

    private static boolean safe(Outcome outcome) {
      return outcome != Outcome.UNKNOWN;
    }

    private void settle(Outcome what) {
      settled = Optional.of(what);
      outcome.tryEmitValue(what);
    }
  }

  /** Does work beside which the environment is read, if it is time to. */
  <T> Mono<T> during(Optional<String> collection, Function<Reading, Mono<T>> work) {
    return Mono.deferContextual(
        context ->
            Mono.using(
                () -> collection.map(name -> join(name, context)).orElseGet(this::nothingToRead),
                work,
                reading -> collection.ifPresent(name -> leave(name, reading))));
  }

  /** Whether a result that tells of these collections is safe; they are read side by side. */
  Mono<Boolean> isSafeFor(List<String> collections) {
    return Flux.fromIterable(collections)
        .filter(name -> PathSegment.problem(name).isEmpty())
        .flatMap(name -> during(Optional.of(name), reading -> reading.becomesSafe(PATIENCE)))
        .all(safe -> safe);
  }

  private Reading nothingToRead() {
    Reading nothing = new Reading(clock.instant());
    nothing.settle(Outcome.READ);
    return nothing;
  }

  /**
   * @param context of the call, under whose trace the environment is read if it is the first
   */
  private Reading join(String collection, ContextView context) {
    Reading reading;
    synchronized (readings) {
      Instant now = clock.instant();
      @Nullable Reading last = readings.get(collection);
      if (last != null && last.begun.plus(FRESH).isAfter(now)) {
        last.calls++;
        return last;
      }
      reading = new Reading(now);
      reading.calls = 1;
      readings.put(collection, reading);
    }
    reading.request.update(
        Mono.defer(() -> jetty.send(Request.get("/api/v1/collections/{}/environment", collection)))
            .map(reply -> Outcome.READ)
            .onErrorResume(failure -> Mono.just(unread(failure)))
            .contextWrite(context)
            .subscribe(outcome -> settle(collection, reading, outcome)));
    return reading;
  }

  private static Outcome unread(Throwable failure) {
    return failure instanceof Refused refused && NO.contains(refused.kind())
        ? Outcome.FORBIDDEN
        : Outcome.UNKNOWN;
  }

  private void settle(String collection, Reading reading, Outcome outcome) {
    if (outcome != Outcome.READ) {
      forget(collection, reading);
    }
    reading.settle(outcome);
  }

  private void leave(String collection, Reading reading) {
    boolean needless;
    synchronized (readings) {
      reading.calls--;
      needless = reading.calls == 0 && reading.settled.isEmpty();
      if (needless) {
        forget(collection, reading);
      }
    }
    if (needless) {
      reading.request.dispose();
    }
  }

  private void forget(String collection, Reading reading) {
    synchronized (readings) {
      readings.remove(collection, reading);
    }
  }
}
