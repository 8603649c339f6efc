package io.jettymcp.mcp.modern;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says how long a host can keep a result. Everything that depends on the token, or on headers that
 * restrict the caller, is private: a proxy must not give it to another caller.
 *
 * @param ttl zero if the result must be read anew each time
 * @param isPublic whether the result is the same for all callers
 */
public record CacheHints(Duration ttl, boolean isPublic) {
  /** Hints of lists that never change for the same caller while the server runs. */
  public static final CacheHints OF_LISTS = new CacheHints(Duration.ofMinutes(5), false);

  /** Hints of results that Jetty can change at any time. */
  public static final CacheHints OF_DATA = new CacheHints(Duration.ZERO, false);

  /** Hints of texts that are the same for everyone until the server is updated. */
  public static final CacheHints OF_TEXTS = new CacheHints(Duration.ofHours(1), true);

  /** Hints of a page whose address has a digest of it. */
  public static final CacheHints OF_PAGES = new CacheHints(Duration.ofDays(1), true);

  private String scope() {
    return isPublic ? "public" : "private";
  }

  /** Returns the hints as members of a JSON object. */
  String members() {
    return "\"ttlMs\":" + ttl.toMillis() + ",\"cacheScope\":\"" + scope() + '"';
  }

  void addTo(ObjectNode result) {
    result.put("ttlMs", ttl.toMillis()).put("cacheScope", scope());
  }
}
