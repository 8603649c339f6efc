package io.jettymcp.app;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Collects garbage once a server has become idle, so that the system gets back what the load has
 * needed. Java's collectors do that only when the heap is full.
 */
final class IdleGarbageCollector {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** Consecutive checks without a collection, after which a server is idle. */
  static final int IDLE_CHECKS = 3;

  private final LongSupplier collections;
  private final Runnable collect;
  private long last;
  private int idleChecks;
  private long own;

  /**
   * @param collections counts what was collected since the start; does not change while idle
   */
  IdleGarbageCollector(LongSupplier collections, Runnable collect) {
    this.collections = collections;
    this.collect = collect;
  }

  static Disposable start() {
    IdleGarbageCollector idle = new IdleGarbageCollector(IdleGarbageCollector::count, System::gc);
    return Flux.interval(PERIOD).subscribe(tick -> idle.check());
  }

  private static long count() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  /** Collects if nothing was at the last checks, but something since the last time it did. */
  void check() {
    long now = collections.getAsLong();
    idleChecks = now == last ? idleChecks + 1 : 0;
    if (idleChecks == IDLE_CHECKS && now != own) {
      collect.run();
      own = collections.getAsLong();
      now = own;
    }
    last = now;
  }
}
