package io.jettymcp.mcp.modern;

import io.jettymcp.mcp.ToolResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the network keeps this process from Jetty for longer than, for example, a VPN takes
 * to connect again.
 */
final class BlockedNetwork {
  private static final Duration PASSING = Duration.ofMinutes(5);

  /** Since when each response has told so. */
  private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();

  /** Takes account of a response, and returns whether the network has blocked all for long. */
  boolean lasts(ToolResponse response, Instant now) {
    Instant first =
        since.updateAndGet(known -> !response.isBlocked() ? null : known == null ? now : known);
    return first != null && !now.isBefore(first.plus(PASSING));
  }
}
