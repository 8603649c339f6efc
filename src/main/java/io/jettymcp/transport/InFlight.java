package io.jettymcp.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The calls that were taken in and are not answered yet. A call is settled once: by its answer or
 * by being cancelled, whichever comes first; the other then does nothing.
 */
final class InFlight {
  private final Map<String, Call> byId = new HashMap<>();
  private final NavigableMap<Long, Call> byKey = new TreeMap<>();
  private long keys;
  private int answering;

  /** A request of the client's. The key is ours, never used twice, and not seen by the client. */
  static final class Call {
    private final String id;
    private final String method;
    private final long key;
    private final Disposable.Swap work = Disposables.swap();

    private Call(String id, String method, long key) {
      this.id = id;
      this.method = method;
      this.key = key;
    }

    String id() {
      return id;
    }

    String method() {
      return method;
    }

    long key() {
      return key;
    }

    /** Says what answers the call; it is stopped at once if the call was cancelled meanwhile. */
    void worksOn(Disposable work) {
      this.work.update(work);
    }

    /** Stops the work, which for a call to Jetty closes its connection. */
    void stop() {
      work.dispose();
    }
  }

  /** Takes a call in. Its id must not be held already. */
  synchronized Call open(String id, String method) {
    Call call = new Call(id, method, keys++);
    byId.put(id, call);
    byKey.put(call.key(), call);
    return call;
  }

  synchronized boolean holds(String id) {
    return byId.containsKey(id);
  }

  synchronized boolean holds(Call call) {
    return byKey.containsKey(call.key());
  }

  synchronized int size() {
    return byId.size();
  }

  synchronized @Nullable Call withId(String id) {
    return byId.get(id);
  }

  synchronized @Nullable Call withKey(long key) {
    return byKey.get(key);
  }

  /** Lets go of a call without an answer; false if it was settled before. */
  synchronized boolean cancel(Call call) {
    boolean settled = remove(call);
    notifyAll();
    return settled;
  }

  /** Runs what answers the call, unless it was settled before. */
  void answer(Call call, Runnable answer) {
    synchronized (this) {
      if (!remove(call)) {
        return;
      }
      answering++;
    }
    try {
      answer.run();
    } finally {
      synchronized (this) {
        answering--;
        notifyAll();
      }
    }
  }

  /** Waits, at most that long, until no call is left. */
  synchronized void awaitNone(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!byKey.isEmpty() || answering > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000 + 1);
    }
  }

  /**
   * Lets go of all calls without an answer, and stops them, the newest first: they may wait for the
   * older ones, and would begin as soon as those are stopped.
   */
  void cancelAll() {
    List<Call> left;
    synchronized (this) {
      left = new ArrayList<>(byKey.descendingMap().values());
      byKey.clear();
      byId.clear();
      notifyAll();
    }
    left.forEach(Call::stop);
  }

  private boolean remove(Call call) {
    byId.remove(call.id(), call);
    return byKey.remove(call.key(), call);
  }
}
