package io.jettymcp.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param owner the organisation whose collections the caller may see
 * @param scope the one collection of an API key; null for a person
 * @param writes whether the caller may change things
 */
record ApiCaller(String owner, @Nullable String scope, boolean writes) {

  private static final String NOT_THIS_COLLECTION = "API key not valid for this collection";

  boolean isPerson() {
    return scope == null;
  }

  boolean sees(SimulatedCollection collection) {
    return scope == null ? owner.equals(collection.owner()) : scope.equals(collection.name());
  }

  /** The collection, if there is one and this caller may look at it. */
  SimulatedCollection enter(@Nullable SimulatedCollection collection) {
    if (collection == null || (isPerson() && !sees(collection))) {
      throw ApiError.notFound("Collection not found");
    }
    if (!sees(collection)) {
      throw ApiError.with(403, NOT_THIS_COLLECTION);
    }
    return collection;
  }

  /**
   * The same, but what a key does not open is refused whether there is such a collection or not.
   */
  SimulatedCollection enterOwn(String name, @Nullable SimulatedCollection collection) {
    if (scope != null && !scope.equals(name)) {
      throw ApiError.with(403, NOT_THIS_COLLECTION);
    }
    return enter(collection);
  }

  /** Refuses a caller who may only look. */
  void mustWrite() {
    if (!writes) {
      throw ApiError.with(403, "Access level WRITE required.");
    }
  }
}
