package io.jettymcp.mcp.call;

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
 * Reads a collection's environment before the first result about it leaves, and again every five
 * minutes, so that the redactor knows its values. The exchange hands the values to the redactor and
 * returns names only. Changes need no extra read: their replies hold all values.
 *
 * <p>If Jetty refuses the read, the redactor has only the usual shapes of keys. If it does not
 * answer, the result of a read tool is withheld, and that of a write shows only ids, status and
 * address. Only a successful read is reused; otherwise the next call tries again.
 */
final class EnvironmentPrefetch {
  private static final Duration FRESH = Duration.ofMinutes(5);

  /** Refusals after which there is nothing to learn; any other one is an error. */
  private static final Set<Refused.Kind> FINAL =
      Set.of(Refused.Kind.FORBIDDEN, Refused.Kind.NOT_FOUND);

  /** Limits how long a finished result waits for the environment. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final Exchange jetty;
  private final Clock clock;
  private final Map<String, Read> reads = new HashMap<>();

  EnvironmentPrefetch(Exchange jetty, Clock clock) {
    this.jetty = jetty;
    this.clock = clock;
  }

  /** How a read ended. */
  private enum Outcome {
    READ,
    FORBIDDEN,
    UNKNOWN
  }

  /** One read of one environment, cancelled when no call needs it any more. */
  static final class Read {
    private final Instant started;
    private final Sinks.One<Outcome> outcome = Sinks.one();
    private final Disposable.Swap request = Disposables.swap();
    private volatile Optional<Outcome> settled = Optional.empty();
    private int calls;

    private Read(Instant started) {
      this.started = started;
    }

    /** Returns whether all values that can be known are known by now. */
    boolean isSafe() {
      return settled.filter(Read::safe).isPresent();
    }

    /** Waits for {@link #isSafe}, at most so long. Never fails. */
    Mono<Boolean> becomesSafe(Duration patience) {
      return settled.isPresent()
          ? Mono.just(isSafe())
          : outcome.asMono().map(Read::safe).timeout(patience, Mono.just(false));
    }

    private static boolean safe(Outcome outcome) {
      return outcome != Outcome.UNKNOWN;
    }

    private void settle(Outcome what) {
      settled = Optional.of(what);
      outcome.tryEmitValue(what);
    }
  }

  /** Reads the environment, if it is due, while the work is done. */
  <T> Mono<T> during(Optional<String> collection, Function<Read, Mono<T>> work) {
    return Mono.deferContextual(
        context ->
            Mono.using(
                () -> collection.map(name -> join(name, context)).orElseGet(this::alreadySafe),
                work,
                read -> collection.ifPresent(name -> leave(name, read))));
  }

  /**
   * Returns whether a result that mentions these collections is safe; reads them in parallel.
   *
   * @param patience how long to wait for each
   */
  Mono<Boolean> isSafeFor(List<String> collections, Duration patience) {
    return Flux.fromIterable(collections)
        .filter(name -> PathSegment.problem(name).isEmpty())
        .flatMap(name -> during(Optional.of(name), read -> read.becomesSafe(patience)))
        .all(safe -> safe);
  }

  private Read alreadySafe() {
    Read nothing = new Read(clock.instant());
    nothing.settle(Outcome.READ);
    return nothing;
  }

  /**
   * @param context of the call, so that the read belongs to its trace
   */
  private Read join(String collection, ContextView context) {
    Read read;
    synchronized (reads) {
      Instant now = clock.instant();
      @Nullable Read last = reads.get(collection);
      if (last != null && last.started.plus(FRESH).isAfter(now)) {
        last.calls++;
        return last;
      }
      read = new Read(now);
      read.calls = 1;
      reads.put(collection, read);
    }
    read.request.update(
        Mono.defer(() -> jetty.send(Request.get("/api/v1/collections/{}/environment", collection)))
            .map(reply -> Outcome.READ)
            .onErrorResume(failure -> Mono.just(unread(failure)))
            .contextWrite(context)
            .subscribe(outcome -> settle(collection, read, outcome)));
    return read;
  }

  private static Outcome unread(Throwable failure) {
    return failure instanceof Refused refused && FINAL.contains(refused.kind())
        ? Outcome.FORBIDDEN
        : Outcome.UNKNOWN;
  }

  private void settle(String collection, Read read, Outcome outcome) {
    if (outcome != Outcome.READ) {
      forget(collection, read);
    }
    read.settle(outcome);
  }

  private void leave(String collection, Read read) {
    boolean unused;
    synchronized (reads) {
      read.calls--;
      unused = read.calls == 0 && read.settled.isEmpty();
      if (unused) {
        forget(collection, read);
      }
    }
    if (unused) {
      read.request.dispose();
    }
  }

  private void forget(String collection, Read read) {
    synchronized (reads) {
      reads.remove(collection, read);
    }
  }
}
