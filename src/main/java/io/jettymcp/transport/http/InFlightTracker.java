package io.jettymcp.transport.http;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What is in progress, and whether more may come. */
final class InFlightTracker {
  /** What a request may be to those who wait for the end of it. */
  enum Kind {
    /** Its answer is owed. */
    CALL,
    /** Listens, or has not said all yet, and can be ended at any time. */
    VISIT
  }

  private final Lock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private boolean stopping;

  void begin(Kind kind) {
    add(kind, 1);
  }

  void end(Kind kind) {
    add(kind, -1);
  }

  /** From now on no new call is taken. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
  }

  boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing of a kind is left, and tells whether that came in time. */
  boolean awaitNone(Kind kind, Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (counts.containsKey(kind) && left > 0) {
        left = change.awaitNanos(left);
      }
      return !counts.containsKey(kind);
    } finally {
      lock.unlock();
    }
  }

  private void add(Kind kind, int one) {
    lock.lock();
    try {
      counts.merge(kind, one, (before, more) -> before + more == 0 ? null : before + more);
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
