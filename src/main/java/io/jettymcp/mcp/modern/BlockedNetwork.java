package io.jettymcp.mcp.modern;

import io.jettymcp.mcp.call.ToolResponse;
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

  /** Between blocked responses that are in a row; hosts ask far more often. */
  private static final Duration MAX_GAP = Duration.ofMinutes(1);

  private final AtomicReference<@Nullable Row> row = new AtomicReference<>();

  /**
   * Blocked responses with no other response between them.
   *
   * @param first when the first of the blocked responses in a row arrived
   * @param last when the last of them arrived
   */
  private record Row(Instant first, Instant last) {
    static Row with(@Nullable Row known, Instant now) {
      return known == null || now.isAfter(known.last().plus(MAX_GAP))
          ? new Row(now, now)
          : new Row(known.first(), now);
    }
  }

  /**
   * Takes account of a response, and returns whether all responses of the last five minutes were
   * blocked. A longer gap between two, as when the computer sleeps, begins the count anew.
   */
  boolean lasts(ToolResponse response, Instant now) {
    Row latest = row.updateAndGet(known -> response.isBlocked() ? Row.with(known, now) : null);
    return latest != null && !now.isBefore(latest.first().plus(PASSING));
  }
}
