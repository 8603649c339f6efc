package io.jettymcp.simulator.http;

import org.jspecify.annotations.Nullable;

/**
 * An authenticated caller.
 *
 * @param owner the organisation whose collections the caller may see
 * @param scope the one collection of an API key; null for a person
 * @param writes whether the caller may change things
 */
public record ApiCaller(String owner, @Nullable String scope, boolean writes) {

  public boolean isPerson() {
    return scope == null;
  }

  /** Refuses a caller who has read access only. */
  public void requireWrite() {
    if (!writes) {
      throw ApiError.of(403, "Access level WRITE required.");
    }
  }
}
