package io.jettymcp.tenant;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches tenants by owner, least recently used first out. Tenants whose token Jetty has accepted
 * and new ones are limited separately, so that made-up tokens evict no accepted one. An evicted
 * tenant is found again while a session or a call holds it, so that no token ever has two.
 */
final class Tenants {
  private static final Duration MAX_IDLE = Duration.ofMinutes(30);

  private final Clock clock;
  private final RecentlyUsed accepted;
  private final RecentlyUsed unaccepted;
  private final Map<String, WeakTenant> held = new HashMap<>();
  private final ReferenceQueue<Tenant> collected = new ReferenceQueue<>();

  /**
   * @param maxAccepted how many accepted ones stay cached without being in use
   * @param maxUnaccepted how many others do
   */
  Tenants(int maxAccepted, int maxUnaccepted, Clock clock) {
    this.accepted = new RecentlyUsed(maxAccepted);
    this.unaccepted = new RecentlyUsed(maxUnaccepted);
    this.clock = clock;
  }

  /** Returns the tenant of an owner, created if there is none. */
  synchronized Tenant get(String owner, Supplier<Tenant> create) {
    Instant now = clock.instant();
    Tenant tenant = accepted.remove(owner);
    boolean wasAccepted = tenant != null;
    if (tenant == null) {
      tenant = unaccepted.remove(owner);
    }
    if (tenant == null) {
      tenant = findOrCreate(owner, create);
    }
    (wasAccepted ? accepted : unaccepted).add(tenant, now);
    accepted.evict(now);
    unaccepted.evict(now);
    return tenant;
  }

  /** Caches a tenant with those whose token Jetty has accepted. */
  synchronized void accept(Tenant tenant) {
    unaccepted.remove(tenant.owner());
    accepted.remove(tenant.owner());
    accepted.add(tenant, clock.instant());
    accepted.evict(clock.instant());
  }

  /** Counts the cached tenants, in use or not. */
  synchronized int size() {
    return accepted.size() + unaccepted.size();
  }

  private Tenant findOrCreate(String owner, Supplier<Tenant> create) {
    removeCollected();
    WeakTenant reference = held.get(owner);
    Tenant evicted = reference == null ? null : reference.get();
    if (evicted != null) {
      return evicted;
    }
    Tenant tenant = create.get();
    held.put(owner, new WeakTenant(tenant, collected));
    return tenant;
  }

  private void removeCollected() {
    for (@Nullable Reference<?> next = collected.poll(); next != null; next = collected.poll()) {
      WeakTenant reference = (WeakTenant) next;
      held.remove(reference.owner, reference);
    }
  }

  private static final class WeakTenant extends WeakReference<Tenant> {
    final String owner;

    WeakTenant(Tenant tenant, ReferenceQueue<Tenant> collected) {
      super(tenant, collected);
      this.owner = tenant.owner();
    }
  }

  /** Holds tenants in the order of use, the longest idle first. */
  private static final class RecentlyUsed {
    private record Used(Tenant tenant, Instant last) {}

    private final int max;
    private final Map<String, Used> byOwner = new LinkedHashMap<>();

    RecentlyUsed(int max) {
      this.max = max;
    }

    @Nullable Tenant remove(String owner) {
      Used known = byOwner.remove(owner);
      return known == null ? null : known.tenant();
    }

    void add(Tenant tenant, Instant now) {
      byOwner.put(tenant.owner(), new Used(tenant, now));
    }

    void evict(Instant now) {
      Iterator<Used> longestIdle = byOwner.values().iterator();
      while (longestIdle.hasNext()) {
        boolean expired = longestIdle.next().last().plus(MAX_IDLE).isBefore(now);
        if (!expired && byOwner.size() <= max) {
          return;
        }
        longestIdle.remove();
      }
    }

    int size() {
      return byOwner.size();
    }
  }
}
