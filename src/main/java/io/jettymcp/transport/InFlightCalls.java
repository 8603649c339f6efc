package io.jettymcp.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The calls that were taken in and are not answered yet. A call is settled once: by its answer or
 * by being cancelled, whichever comes first; the other then does nothing.
 */
final class InFlightCalls {
  private final Map<String, Call> byId = new LinkedHashMap<>();
  private int answering;

  /** A request of the client's. */
  static final class Call {
    private final String id;
    private final MessageSink outlet;
    private final Disposable.Swap work = Disposables.swap();

    private Call(String id, MessageSink outlet) {
      this.id = id;
      this.outlet = outlet;
    }

    String id() {
      return id;
    }

    MessageSink outlet() {
      return outlet;
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

  /** Takes a call in, or gives null if one with this id is held already. */
  synchronized @Nullable Call open(String id, MessageSink outlet) {
    Call call = new Call(id, outlet);
    return byId.putIfAbsent(id, call) == null ? call : null;
  }

  synchronized boolean holds(Call call) {
    return byId.get(call.id()) == call;
  }

  synchronized int size() {
    return byId.size();
  }

  synchronized @Nullable Call withId(String id) {
    return byId.get(id);
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
    while (!byId.isEmpty() || answering > 0) {
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
      left = new ArrayList<>(byId.values());
      byId.clear();
      notifyAll();
    }
    Collections.reverse(left);
    left.forEach(Call::stop);
  }

  private boolean remove(Call call) {
    return byId.remove(call.id(), call);
  }
}
