package io.jettymcp.transport.http;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that the streams of all sessions hold together. */
final class Reserve {
  /** When it is full, each session keeps what it needs next and nothing for later. */
  static final long MOST = 128L * 1024 * 1024;

  private final AtomicLong held = new AtomicLong();
  private final long most;

  Reserve(long most) {
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
