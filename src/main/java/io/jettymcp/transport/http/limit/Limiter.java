package io.jettymcp.transport.http.limit;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.HttpSettings.Limits;
import io.jettymcp.transport.http.Slot;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits how many of one resource are in use at once, in total and per owner. */
public final class Limiter {
  private static final Bound UNLIMITED = new Bound(Integer.MAX_VALUE, "");

  private final Bound total;
  private final Bound perOwner;
  private final Rejection rejection;
  private final HttpObserver observer;
  private final Map<String, Integer> byOwner = new HashMap<>();
  private int used;

  /**
   * @param message for callers beyond the bound
   */
  private record Bound(int max, String message) {}

  private Limiter(Bound total, Bound perOwner, Rejection rejection, HttpObserver observer) {
    this.total = total;
    this.perOwner = perOwner;
    this.rejection = rejection;
    this.observer = observer;
  }

  public static Limiter connections(Limits limits, HttpObserver observer) {
    return new Limiter(
        new Bound(limits.connections(), "Connection limit reached."),
        UNLIMITED,
        Rejection.TOO_MANY_CONNECTIONS,
        observer);
  }

  public static Limiter sessions(Limits limits, HttpObserver observer) {
    int max = limits.sessionsPerToken();
    return new Limiter(
        new Bound(limits.sessions(), "Session limit reached. Try again later."),
        new Bound(max, "Session limit reached: " + max + " with this token. End one first."),
        Rejection.TOO_MANY_SESSIONS,
        observer);
  }

  /** Limits the sessions of tokens that could not be verified: a tenth of all sessions. */
  public static Limiter unverifiedSessions(Limits limits, HttpObserver observer) {
    return new Limiter(
        new Bound(tenth(limits.sessions()), unverified("sessions")),
        UNLIMITED,
        Rejection.TOO_MANY_SESSIONS,
        observer);
  }

  /**
   * Limits the subscriptions of tokens that could not be verified: a tenth of all, and a tenth of
   * these per token.
   */
  public static Limiter unverifiedSubscriptions(Limits limits, HttpObserver observer) {
    int max = tenth(limits.sessions());
    String message = unverified("subscriptions");
    return new Limiter(
        new Bound(max, message),
        new Bound(tenth(max), message),
        Rejection.TOO_MANY_SUBSCRIPTIONS,
        observer);
  }

  private static int tenth(int max) {
    return Math.max(1, max / 10);
  }

  private static String unverified(String what) {
    return "Jetty cannot verify this token now, and the limit of such "
        + what
        + " is reached. Try again later.";
  }

  /**
   * Limits the streams of subscriptions as sessions are, and apart from them: each takes a
   * connection for a long time.
   */
  public static Limiter subscriptions(Limits limits, HttpObserver observer) {
    int max = limits.sessionsPerToken();
    return new Limiter(
        new Bound(limits.sessions(), "Subscription limit reached. Try again later."),
        new Bound(max, "Subscription limit reached: " + max + " with this token. End one first."),
        Rejection.TOO_MANY_SUBSCRIPTIONS,
        observer);
  }

  public static Limiter calls(Limits limits, HttpObserver observer) {
    int max = limits.callsPerToken();
    return new Limiter(
        UNLIMITED,
        new Bound(
            max,
            "Call limit reached: " + max + " in flight with this token. Try again in a second."),
        Rejection.TOO_MANY_CALLS,
        observer);
  }

  /**
   * Takes one unit, unless there are too many.
   *
   * @param onRelease runs once, when the slot is closed
   * @throws HttpError with status 429 if a bound is reached
   */
  public Slot acquire(String owner, Runnable onRelease) throws HttpError {
    synchronized (this) {
      check(perOwner, byOwner.getOrDefault(owner, 0));
      check(total, used);
      used++;
      byOwner.merge(owner, 1, Integer::sum);
    }
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        release(owner);
        onRelease.run();
      }
    };
  }

  private void check(Bound bound, int count) throws HttpError {
    if (count >= bound.max()) {
      observer.rejected(rejection);
      throw new HttpError(429, bound.message());
    }
  }

  private synchronized void release(String owner) {
    used--;
    byOwner.computeIfPresent(owner, (same, count) -> count > 1 ? count - 1 : null);
  }

  /** Returns how many units are in use. */
  public synchronized int used() {
    return used;
  }
}
