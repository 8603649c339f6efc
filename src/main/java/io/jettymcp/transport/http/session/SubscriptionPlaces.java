package io.jettymcp.transport.http.session;

import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.Slot;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.limit.Limiter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts the streams of subscriptions. A stream lasts long after its token could not be verified,
 * so a later request whose token Jetty accepts frees its place among the unverified ones.
 */
final class SubscriptionPlaces {
  private final Limiter all;
  private final Limiter unverified;
  private final HttpObserver observer;
  private final Map<String, Set<Slot>> unverifiedByOwner = new HashMap<>();

  /**
   * @param all limits all subscriptions
   * @param unverified limits those whose token could not be verified
   */
  SubscriptionPlaces(Limiter all, Limiter unverified, HttpObserver observer) {
    this.all = all;
    this.unverified = unverified;
    this.observer = observer;
  }

  /** Counts a subscription until its slot is closed. */
  Slot acquire(String owner, TokenStatus status) throws HttpError {
    if (status == TokenStatus.ACCEPTED) {
      accepted(owner);
      return acquire(owner, () -> {});
    }
    Slot place = acquireUnverified(owner);
    try {
      return acquire(owner, place);
    } catch (HttpError e) {
      place.close();
      throw e;
    }
  }

  private Slot acquire(String owner, Slot unverifiedPlace) throws HttpError {
    Slot slot =
        all.acquire(
            owner,
            () -> {
              unverifiedPlace.close();
              observer.subscriptionClosed();
            });
    observer.subscriptionOpened();
    return slot;
  }

  private synchronized Slot acquireUnverified(String owner) throws HttpError {
    Slot slot = unverified.acquire(owner, () -> {});
    unverifiedByOwner.computeIfAbsent(owner, same -> new HashSet<>()).add(slot);
    return () -> release(owner, slot);
  }

  private synchronized void release(String owner, Slot slot) {
    slot.close();
    unverifiedByOwner.computeIfPresent(
        owner, (same, slots) -> slots.remove(slot) && slots.isEmpty() ? null : slots);
  }

  /** Frees the places among the unverified subscriptions, once Jetty has accepted the token. */
  synchronized void accepted(String owner) {
    Set<Slot> slots = unverifiedByOwner.remove(owner);
    if (slots != null) {
      slots.forEach(Slot::close);
    }
  }
}
