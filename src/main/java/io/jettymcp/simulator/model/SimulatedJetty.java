package io.jettymcp.simulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The state of the simulated Jetty. Not safe for use by several threads at once. */
public final class SimulatedJetty {
  private final List<SimulatedCollection> collections = new ArrayList<>();
  private int lastId;

  public List<SimulatedCollection> collections() {
    return List.copyOf(collections);
  }

  public SimulatedCollection create(
      String name,
      @Nullable String description,
      String owner,
      @Nullable Map<String, String> environment) {
    SimulatedCollection collection =
        new SimulatedCollection(collections.size() + 1, name, description, owner, environment);
    collections.add(collection);
    return collection;
  }

  /** Returns the next number for a task or a routine. */
  public int nextId() {
    lastId++;
    return lastId;
  }

  /** Finds a collection by its exact name, as every route but the collection routes does. */
  public @Nullable SimulatedCollection collection(String name) {
    return find(collection -> collection.name().equals(name));
  }

  /** Finds a collection by its name in any case, as the collection routes do. */
  public @Nullable SimulatedCollection collectionIgnoreCase(String name) {
    return find(collection -> collection.name().equalsIgnoreCase(name));
  }

  private @Nullable SimulatedCollection find(Predicate<SimulatedCollection> condition) {
    return collections.stream().filter(condition).findFirst().orElse(null);
  }
}
