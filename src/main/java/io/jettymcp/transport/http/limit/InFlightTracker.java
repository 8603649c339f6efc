package io.jettymcp.transport.http.limit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what is in progress, so that a shutdown can wait for it. */
public final class InFlightTracker {
  /** The kinds of work that a shutdown treats differently. */
  public enum Kind {
    /** Its response is awaited. */
    CALL,
    /** Listens or has not arrived completely, and can be ended at any time. */
    REQUEST
  }

  private final Lock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private boolean stopping;

  public void begin(Kind kind) {
    add(kind, 1);
  }

  public void end(Kind kind) {
    add(kind, -1);
  }

  /** Marks the server as shutting down: new calls must be rejected. */
  public void stop() {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
  }

  public boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing of a kind is left; false if that takes longer than the timeout. */
  public boolean awaitNone(Kind kind, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
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
