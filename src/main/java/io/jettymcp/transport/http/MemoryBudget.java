package io.jettymcp.transport.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that the streams of all sessions hold together. When it is full, each session
 * keeps what is being read and nothing for those who may come back.
 */
final class MemoryBudget {
  private final AtomicLong held = new AtomicLong();
  private final long most;

  /** What the memory of this process allows. */
  static MemoryBudget ofThisProcess() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 8);
  }

  MemoryBudget(long most) {
    this.most = most;
  }

  void add(long bytes) {
    held.addAndGet(bytes);
  }

  boolean isFull() {
    return held.get() > most;
  }

  long held() {
    return held.get();
  }
}
