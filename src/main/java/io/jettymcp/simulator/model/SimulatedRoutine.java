package io.jettymcp.simulator.model;

import io.jettymcp.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A task that is started on a schedule. */
public final class SimulatedRoutine {
  private static final int MAX_FIRINGS = 100;

  private final int id;
  private final String name;
  private final Task task;
  private final Instant created;
  private RoutineSettings settings;
  private Optional<Instant> next;

  public SimulatedRoutine(
      int id, String name, Task task, RoutineSettings settings, Instant created) {
    this.id = id;
    this.name = name;
    this.task = task;
    this.created = created;
    this.settings = settings;
    this.next = settings.cadence().next(created);
  }

  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Task task() {
    return task;
  }

  public RoutineSettings settings() {
    return settings;
  }

  /** Replaces the settings. Firings missed while it was paused are not made up for. */
  public void update(RoutineSettings changed, Instant now) {
    settings = changed;
    next = settings.cadence().next(now);
  }

  /** Takes the firings that are due off the schedule; of very many, returns the first ones. */
  public List<Instant> takeDue(Instant now) {
    List<Instant> due = new ArrayList<>();
    while (isDue(now) && due.size() < MAX_FIRINGS) {
      Instant firing = next.orElseThrow();
      due.add(firing);
      next = settings.cadence().next(firing);
    }
    if (isDue(now)) {
      next = settings.cadence().next(now);
    }
    return due;
  }

  private boolean isDue(Instant now) {
    return !settings.paused() && next.isPresent() && !next.get().isAfter(now);
  }

  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("name", name)
            .put("collection", task.collection().name())
            .put("task", task.name());
    json.set("cadence", settings.cadence().json());
    json.set("init_params_overrides", settings.initParams());
    return json.put("paused", settings.paused())
        .put("webhook_url", settings.webhookUrl())
        .put("next_run_at", settings.paused() ? null : next.map(Instant::toString).orElse(null))
        .put("created_at", created.toString());
  }
}
