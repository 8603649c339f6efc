package io.jettymcp.mcp.modern;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the states that were used, so that none is used twice. Forgets only those that are too
 * old to be accepted: where there are too many, more are refused.
 */
final class UsedStates {
  static final int MAX_PER_OWNER = 1_000;
  private static final int MAX = 100_000;

  private record Use(String owner, Instant expires) {}

  private final Clock clock;
  private final Duration memory;
  private final Map<String, Use> uses = new LinkedHashMap<>();
  private final Map<String, Integer> byOwner = new HashMap<>();

  /**
   * @param memory how long a state is accepted
   */
  UsedStates(Clock clock, Duration memory) {
    this.clock = clock;
    this.memory = memory;
  }

  /**
   * Uses a state.
   *
   * @throws io.modelcontextprotocol.spec.McpError if it was used before, or too many were
   */
  synchronized void use(String nonce, String owner) {
    Instant now = clock.instant();
    forgetExpired(now);
    if (uses.containsKey(nonce)) {
      throw ModernErrors.usedState();
    }
    if (uses.size() >= MAX || byOwner.getOrDefault(owner, 0) >= MAX_PER_OWNER) {
      throw ModernErrors.tooManyStates();
    }
    uses.put(nonce, new Use(owner, now.plus(memory)));
    byOwner.merge(owner, 1, Integer::sum);
  }

  private void forgetExpired(Instant now) {
    Iterator<Use> oldest = uses.values().iterator();
    while (oldest.hasNext()) {
      Use use = oldest.next();
      if (use.expires().isAfter(now)) {
        return;
      }
      oldest.remove();
      byOwner.merge(use.owner(), -1, Integer::sum);
      byOwner.remove(use.owner(), 0);
    }
  }
}
