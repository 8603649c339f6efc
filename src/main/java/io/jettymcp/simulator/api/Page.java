package io.jettymcp.simulator.api;

import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.RequestFields;
import java.util.List;

/** The part of a list that a query asks for. */
record Page(int skip, int limit) {
  private static final int DEFAULT_LIMIT = 100;

  /** Reads {@code skip} and {@code limit}, and refuses values out of bounds. */
  static Page of(ApiCall call, int maxLimit) {
    return read(call, 0, 1, maxLimit);
  }

  /** Reads any integers, which routes with an error of their own have to check. */
  static Page unchecked(ApiCall call) {
    return read(call, Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static Page read(ApiCall call, int minSkip, int minLimit, int maxLimit) {
    RequestFields query = call.query();
    int skip = query.queryInteger("skip", 0, minSkip, Integer.MAX_VALUE);
    int limit = query.queryInteger("limit", DEFAULT_LIMIT, minLimit, maxLimit);
    query.throwIfInvalid();
    return new Page(skip, limit);
  }

  boolean isNegative() {
    return skip < 0 || limit < 0;
  }

  <T> List<T> of(List<T> all) {
    return slice(all, skip, limit);
  }

  static <T> List<T> slice(List<T> all, long skip, int limit) {
    return all.stream().skip(skip).limit(limit).toList();
  }
}
