package io.jettymcp.api;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Lets a number of requests of a kind run at once; the rest wait in the order they came. */
final class ConcurrencyLimit implements Exchange {
  private final int limit;
  private final Predicate<Request> kind;
  private final Exchange next;
  private final Set<Turn> waiting = new LinkedHashSet<>();
  private int running;
  private final AtomicInteger draining = new AtomicInteger();

  /**
   * @param kind the requests that count; all others pass
   */
  ConcurrencyLimit(int limit, Predicate<Request> kind, Exchange next) {
    this.limit = limit;
    this.kind = kind;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Request request) {
    if (!kind.test(request)) {
      return next.send(request);
    }
    return Mono.defer(
        () -> {
          if (enters()) {
            return next.send(request).doFinally(signal -> leave());
          }
          Turn turn = new Turn();
          return turn.come
              .asMono()
              .then(Mono.defer(() -> next.send(request)))
              .doOnSubscribe(subscription -> enter(turn))
              .doFinally(signal -> leave(turn));
        });
  }

  /** Without a wait, if there is room and nobody was first. */
  private boolean enters() {
    synchronized (waiting) {
      boolean room = running < limit && waiting.isEmpty();
      if (room) {
        running++;
      }
      return room;
    }
  }

  private void leave() {
    synchronized (waiting) {
      running--;
    }
    admit();
  }

  private void enter(Turn turn) {
    synchronized (waiting) {
      waiting.add(turn);
    }
    admit();
  }

  private void leave(Turn turn) {
    synchronized (waiting) {
      if (!waiting.remove(turn)) {
        running--;
      }
    }
    admit();
  }

  /** One thread at a time, in a loop: requests that end at once must not pile up on the stack. */
  private void admit() {
    if (draining.getAndIncrement() != 0) {
      return;
    }
    int missed = 1;
    do {
      for (Turn turn = first(); turn != null; turn = first()) {
        turn.come.tryEmitEmpty();
      }
      missed = draining.addAndGet(-missed);
    } while (missed != 0);
  }

  private @Nullable Turn first() {
    synchronized (waiting) {
      Iterator<Turn> queue = waiting.iterator();
      if (running == limit || !queue.hasNext()) {
        return null;
      }
      Turn turn = queue.next();
      queue.remove();
      running++;
      return turn;
    }
  }

  /** A place in the queue. */
  private static final class Turn {
    final Sinks.Empty<Void> come = Sinks.empty();
  }
}
