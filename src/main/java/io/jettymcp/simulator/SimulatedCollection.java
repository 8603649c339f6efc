package io.jettymcp.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A collection: Jetty's word for a tenant, with everything it holds. */
final class SimulatedCollection {
  private static final int MAX_RUNS = 5_000;

  private final int id;
  private final String name;
  private final @Nullable String description;
  private final String owner;
  private final SimulatedTrial trial = new SimulatedTrial();
  private final Storage storage;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, SimulatedRun> runs = new LinkedHashMap<>();
  private final List<ObjectNode> datasets = new ArrayList<>();
  private final List<ObjectNode> models = new ArrayList<>();
  private @Nullable Map<String, String> environment;

  SimulatedCollection(
      int id,
      String name,
      @Nullable String description,
      String owner,
      @Nullable Map<String, String> environment) {
    this.id = id;
    this.name = name;
    this.storage = new Storage(name);
    this.description = description;
    this.owner = owner;
    this.environment = environment == null ? null : new LinkedHashMap<>(environment);
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  String owner() {
    return owner;
  }

  SimulatedTrial trial() {
    return trial;
  }

  Storage storage() {
    return storage;
  }

  /** Tables of data, as the answer about one of them shows it. */
  List<ObjectNode> datasets() {
    return datasets;
  }

  /** Trained models, as the answer about one of them shows it. */
  List<ObjectNode> models() {
    return models;
  }

  /** The collection as lists show it. */
  ObjectNode json() {
    return SimulatorJson.object()
        .put("name", name)
        .put("description", description)
        .put("id", id)
        .put("auth_org_id", owner)
        .put("owner_identifier", owner);
  }

  /** The collection with all values of its environment in plain text, as Jetty gives them. */
  ObjectNode jsonWithEnvironment() {
    ObjectNode json = json();
    if (environment == null) {
      return json.putNull("environment_variables");
    }
    ObjectNode values = json.putObject("environment_variables");
    environment.forEach(values::put);
    return json;
  }

  Collection<String> environmentNames() {
    return environment == null ? List.of() : environment.keySet();
  }

  void wipeEnvironment() {
    environment = null;
  }

  /** Sets a variable, or deletes it if the value is null. */
  void setVariable(String variable, @Nullable String value) {
    Map<String, String> variables = environment == null ? new LinkedHashMap<>() : environment;
    if (value == null) {
      variables.remove(variable);
    } else {
      variables.put(variable, value);
    }
    environment = variables;
  }

  Collection<Task> tasks() {
    return tasks.values();
  }

  @Nullable Task task(String wanted) {
    return tasks.get(key(wanted));
  }

  void add(Task task) {
    tasks.put(key(task.name()), task);
  }

  void remove(Task task) {
    tasks.remove(key(task.name()));
  }

  /** Gives a task another name; its runs go with it. */
  void rename(Task task, String wanted) {
    String old = task.name();
    List<Task> inOrder = new ArrayList<>(tasks.values());
    task.rename(wanted);
    tasks.clear();
    inOrder.forEach(this::add);
    runs.values().stream().filter(run -> run.isOf(old)).forEach(run -> run.moveTo(wanted));
  }

  void add(SimulatedRun run) {
    runs.put(run.id(), run);
    if (runs.size() > MAX_RUNS) {
      runs.remove(runs.keySet().iterator().next());
    }
  }

  @Nullable SimulatedRun run(String trajectoryId) {
    return runs.get(trajectoryId);
  }

  Collection<SimulatedRun> runs() {
    return runs.values();
  }

  /** The runs of a task that can be seen, newest first. */
  List<SimulatedRun> runsOf(String task, Instant now) {
    List<SimulatedRun> found = new ArrayList<>();
    runs.values().stream()
        .filter(run -> run.isOf(task) && run.isVisible(now))
        .forEach(run -> found.add(0, run));
    found.sort(Comparator.comparing(SimulatedRun::created).reversed());
    return found;
  }

  /** Task names are compared case-blind, unlike those of collections. */
  private static String key(String task) {
    return task.toLowerCase(Locale.ROOT);
  }
}
