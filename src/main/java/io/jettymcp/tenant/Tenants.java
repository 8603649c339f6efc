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
 * Caches tenants by owner, least recently used first out. An evicted tenant is found again while a
 * session or a call holds it, so that no token ever has two.
 */
final class Tenants {
  private static final Duration MAX_IDLE = Duration.ofMinutes(30);

  private record Used(Tenant tenant, Instant last) {}

  private static final class WeakTenant extends WeakReference<Tenant> {
    final String owner;

    WeakTenant(Tenant tenant, ReferenceQueue<Tenant> collected) {
      super(tenant, collected);
      this.owner = tenant.owner();
    }
  }

  private final int max;
  private final Clock clock;

  /** In the order of use, the longest idle first. */
  private final Map<String, Used> recent = new LinkedHashMap<>();

  private final Map<String, WeakTenant> held = new HashMap<>();
  private final ReferenceQueue<Tenant> collected = new ReferenceQueue<>();

  /**
   * @param max how many stay cached without being in use
   */
  Tenants(int max, Clock clock) {
    this.max = max;
    this.clock = clock;
  }

  /** Returns the tenant of an owner, created if there is none. */
  synchronized Tenant get(String owner, Supplier<Tenant> create) {
    Instant now = clock.instant();
    Used known = recent.remove(owner);
    Tenant tenant = known == null ? findOrCreate(owner, create) : known.tenant();
    recent.put(owner, new Used(tenant, now));
    evict(now);
    return tenant;
  }

  private void evict(Instant now) {
    Iterator<Used> longestIdle = recent.values().iterator();
    Used next = longestIdle.next();
    while (recent.size() > max || next.last().plus(MAX_IDLE).isBefore(now)) {
      longestIdle.remove();
      next = longestIdle.next();
    }
  }

  /** Counts the cached tenants, in use or not. */
  synchronized int size() {
    return recent.size();
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
}
