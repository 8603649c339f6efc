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
 * Tracks the calls that have no response yet. A call is settled once, by its response or by its
 * cancellation, whichever comes first; the other then has no effect.
 */
final class InFlightCalls {
  private final Map<String, Call> byId = new LinkedHashMap<>();
  private int responding;

  static final class Call {
    private final String id;
    private final MessageSink sink;
    private final Disposable.Swap work = Disposables.swap();

    private Call(String id, MessageSink sink) {
      this.id = id;
      this.sink = sink;
    }

    String id() {
      return id;
    }

    MessageSink sink() {
      return sink;
    }

    /**
     * Sets the work to stop with the call; stops it at once if the call was cancelled meanwhile.
     */
    void setWork(Disposable work) {
      this.work.update(work);
    }

    /** Stops the work, which for a call to Jetty closes its connection. */
    void stop() {
      work.dispose();
    }
  }

  /** Registers a call; null if a call with this id is in flight. */
  synchronized @Nullable Call register(String id, MessageSink sink) {
    Call call = new Call(id, sink);
    return byId.putIfAbsent(id, call) == null ? call : null;
  }

  synchronized boolean contains(Call call) {
    return byId.get(call.id()) == call;
  }

  synchronized int size() {
    return byId.size();
  }

  synchronized @Nullable Call find(String id) {
    return byId.get(id);
  }

  /** Removes a call without a response; false if it was settled before. */
  synchronized boolean cancel(Call call) {
    boolean removed = remove(call);
    notifyAll();
    return removed;
  }

  /** Runs the response of a call, unless the call was settled before. */
  void respond(Call call, Runnable response) {
    synchronized (this) {
      if (!remove(call)) {
        return;
      }
      responding++;
    }
    try {
      response.run();
    } finally {
      synchronized (this) {
        responding--;
        notifyAll();
      }
    }
  }

  /** Waits until no call is left, at most for the timeout. */
  synchronized void awaitEmpty(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!byId.isEmpty() || responding > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000 + 1);
    }
  }

  /**
   * Removes all calls without a response and stops them, the newest first: newer calls may wait for
   * older ones, and would start as soon as those are stopped.
   */
  void cancelAll() {
    List<Call> removed;
    synchronized (this) {
      removed = new ArrayList<>(byId.values());
      byId.clear();
      notifyAll();
    }
    Collections.reverse(removed);
    removed.forEach(Call::stop);
  }

  private boolean remove(Call call) {
    return byId.remove(call.id(), call);
  }
}
