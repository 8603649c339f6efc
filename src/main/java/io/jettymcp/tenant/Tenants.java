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
 * The accounts of tokens that came lately. One that goes because it was idle or because there are
 * too many is found again for as long as a session or a call holds it, so that no token ever has
 * two.
 */
final class Tenants {
  private static final Duration IDLE = Duration.ofMinutes(30);

  private record Used(Tenant account, Instant last) {}

  /** One that may have gone. */
  private static final class Trace extends WeakReference<Tenant> {
    final String owner;

    Trace(Tenant account, ReferenceQueue<Tenant> gone) {
      super(account, gone);
      this.owner = account.owner();
    }
  }

  private final int most;
  private final Clock clock;

  /** In the order of use, the one that was idle for longest first. */
  private final Map<String, Used> lately = new LinkedHashMap<>();

  private final Map<String, Trace> traces = new HashMap<>();
  private final ReferenceQueue<Tenant> gone = new ReferenceQueue<>();

  /**
   * @param most how many are kept that nobody uses
   */
  Tenants(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /** The account of an owner, which is made if there is none. */
  synchronized Tenant get(String owner, Supplier<Tenant> make) {
    Instant now = clock.instant();
    Used known = lately.remove(owner);
    Tenant account = known == null ? found(owner, make) : known.account();
    lately.put(owner, new Used(account, now));
    Iterator<Used> idlest = lately.values().iterator();
    while (lately.size() > most || idlest.next().last().plus(IDLE).isBefore(now)) {
      lately.remove(lately.keySet().iterator().next());
      idlest = lately.values().iterator();
    }
    return account;
  }

  /** How many are kept, whether or not anybody uses them. */
  synchronized int size() {
    return lately.size();
  }

  private Tenant found(String owner, Supplier<Tenant> make) {
    forgetGone();
    Trace trace = traces.get(owner);
    Tenant held = trace == null ? null : trace.get();
    if (held != null) {
      return held;
    }
    Tenant account = make.get();
    traces.put(owner, new Trace(account, gone));
    return account;
  }

  private void forgetGone() {
    for (@Nullable Reference<?> next = gone.poll(); next != null; next = gone.poll()) {
      Trace trace = (Trace) next;
      traces.remove(trace.owner, trace);
    }
  }
}
