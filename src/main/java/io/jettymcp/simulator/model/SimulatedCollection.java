package io.jettymcp.simulator.model;

import io.jettymcp.json.Json;
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
public final class SimulatedCollection {
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

  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String owner() {
    return owner;
  }

  public SimulatedTrial trial() {
    return trial;
  }

  public Storage storage() {
    return storage;
  }

  /** The datasets, each as the response about one of them shows it. */
  public List<ObjectNode> datasets() {
    return datasets;
  }

  /** The trained models, each as the response about one of them shows it. */
  public List<ObjectNode> models() {
    return models;
  }

  /** The collection as lists show it. */
  public ObjectNode json() {
    return Json.object()
        .put("name", name)
        .put("description", description)
        .put("id", id)
        .put("auth_org_id", owner)
        .put("owner_identifier", owner);
  }

  /** The collection with all values of its environment in plain text, as Jetty returns them. */
  public ObjectNode jsonWithEnvironment() {
    ObjectNode json = json();
    if (environment == null) {
      return json.putNull("environment_variables");
    }
    ObjectNode values = json.putObject("environment_variables");
    environment.forEach(values::put);
    return json;
  }

  public Collection<String> environmentNames() {
    return environment == null ? List.of() : environment.keySet();
  }

  public void clearEnvironment() {
    environment = null;
  }

  /** Sets a variable, or deletes it if the value is null. */
  public void setVariable(String variable, @Nullable String value) {
    Map<String, String> variables = environment == null ? new LinkedHashMap<>() : environment;
    if (value == null) {
      variables.remove(variable);
    } else {
      variables.put(variable, value);
    }
    environment = variables;
  }

  public Collection<Task> tasks() {
    return tasks.values();
  }

  public @Nullable Task task(String taskName) {
    return tasks.get(key(taskName));
  }

  public void add(Task task) {
    tasks.put(key(task.name()), task);
  }

  public void remove(Task task) {
    tasks.remove(key(task.name()));
  }

  /** Renames a task, which keeps its place in the list and its runs. */
  public void rename(Task task, String newName) {
    String oldName = task.name();
    List<Task> inOrder = new ArrayList<>(tasks.values());
    task.rename(newName);
    tasks.clear();
    inOrder.forEach(this::add);
    runs.values().stream().filter(run -> run.isOf(oldName)).forEach(run -> run.moveTo(newName));
  }

  /** Adds a run and drops the oldest one beyond the limit. */
  public void add(SimulatedRun run) {
    runs.put(run.id(), run);
    if (runs.size() > MAX_RUNS) {
      runs.remove(runs.keySet().iterator().next());
    }
  }

  public @Nullable SimulatedRun run(String trajectoryId) {
    return runs.get(trajectoryId);
  }

  public Collection<SimulatedRun> runs() {
    return runs.values();
  }

  /** Returns the visible runs of a task, newest first. */
  public List<SimulatedRun> runsOf(String task, Instant now) {
    List<SimulatedRun> found = new ArrayList<>();
    runs.values().stream()
        .filter(run -> run.isOf(task) && run.isVisible(now))
        .forEach(run -> found.add(0, run));
    found.sort(Comparator.comparing(SimulatedRun::created).reversed());
    return found;
  }

  /** Task names are compared in any case, unlike those of collections. */
  private static String key(String task) {
    return task.toLowerCase(Locale.ROOT);
  }
}
