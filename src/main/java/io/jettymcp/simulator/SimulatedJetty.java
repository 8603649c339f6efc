package io.jettymcp.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything the simulated Jetty knows. Not for use by several threads at once. */
final class SimulatedJetty {
  private final List<SimulatedCollection> collections = new ArrayList<>();
  private int lastId;

  List<SimulatedCollection> collections() {
    return List.copyOf(collections);
  }

  SimulatedCollection create(
      String name,
      @Nullable String description,
      String owner,
      @Nullable Map<String, String> environment) {
    SimulatedCollection collection =
        new SimulatedCollection(collections.size() + 1, name, description, owner, environment);
    collections.add(collection);
    return collection;
  }

  /** The next number for a task or a routine. */
  int nextId() {
    lastId++;
    return lastId;
  }

  /** By its exact name, as everything but the collection routes looks it up. */
  @Nullable SimulatedCollection collection(String name) {
    return collections.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }

  /** By its name without regard to case, as the collection routes look it up. */
  @Nullable SimulatedCollection collectionInAnyCase(String name) {
    return collections.stream()
        .filter(one -> one.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  /** The collection that a call's path names. */
  SimulatedCollection entered(ApiCall call) {
    return call.caller().enter(collection(call.param("c")));
  }

  /** The same, for a call that changes something. */
  SimulatedCollection changed(ApiCall call) {
    SimulatedCollection collection = entered(call);
    call.caller().mustWrite();
    return collection;
  }

  /** The collection that a storage path begins with; a key opens no other one, known or not. */
  SimulatedCollection owning(String path, ApiCall call) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    return call.caller().enterOwn(first, collection(first));
  }

  /** The task that a call's path names. */
  static Task task(SimulatedCollection collection, ApiCall call) {
    Task task = collection.task(call.param("t"));
    if (task == null) {
      throw noTask(call);
    }
    return task;
  }

  static ApiError noTask(ApiCall call) {
    return ApiError.notFound(
        "Task '%s' in collection '%s' not found".formatted(call.param("t"), call.param("c")));
  }
}
