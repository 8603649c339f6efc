package io.jettymcp.transport.http;

import io.jettymcp.transport.http.McpRequest.CallSlot;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many calls one owner may have in flight at once. */
final class CallLimit {
  private final int most;
  private final InFlightTracker traffic;
  private final HttpObserver observer;
  private final ConcurrentMap<String, Integer> inFlight = new ConcurrentHashMap<>();

  CallLimit(int most, InFlightTracker traffic, HttpObserver observer) {
    this.most = most;
    this.traffic = traffic;
    this.observer = observer;
  }

  /** Counts one more, unless there are too many, or the server is about to stop. */
  CallSlot enter(String owner) throws HttpError {
    if (traffic.isStopping()) {
      throw new HttpError(503, "The server is about to stop.");
    }
    boolean[] entered = {false};
    inFlight.compute(
        owner,
        (same, count) -> {
          int calls = count == null ? 0 : count;
          entered[0] = calls < most;
          return entered[0] ? Integer.valueOf(calls + 1) : count;
        });
    if (!entered[0]) {
      observer.refused(HttpObserver.Refusal.TOO_MANY_CALLS);
      throw new HttpError(
          429,
          "There are " + most + " calls in flight with this token already. Try again in a second.");
    }
    traffic.begin(InFlightTracker.Kind.CALL);
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        inFlight.computeIfPresent(owner, (same, count) -> count == 1 ? null : count - 1);
        traffic.end(InFlightTracker.Kind.CALL);
      }
    };
  }
}
