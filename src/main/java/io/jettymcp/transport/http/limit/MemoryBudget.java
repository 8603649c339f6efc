package io.jettymcp.transport.http.limit;

import java.util.concurrent.atomic.AtomicLong;

/** Counts bytes in memory against a maximum. */
public final class MemoryBudget {
  private final AtomicLong used = new AtomicLong();
  private final long max;

  public MemoryBudget(long max) {
    this.max = max;
  }

  /**
   * Returns a budget of an eighth of the heap: a body needs several times its size while it is read
   * and parsed.
   *
   * @param min what the budget has at least, in bytes
   */
  public static MemoryBudget ofHeap(long min) {
    return new MemoryBudget(Math.max(min, Runtime.getRuntime().maxMemory() / 8));
  }

  /** Adds bytes, even beyond the maximum; negative to free them. */
  public void add(long bytes) {
    used.addAndGet(bytes);
  }

  /** Adds bytes unless that exceeds the maximum. */
  public boolean tryAdd(long bytes) {
    if (used.addAndGet(bytes) > max) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  public boolean isFull() {
    return used.get() > max;
  }

  public long used() {
    return used.get();
  }
}
