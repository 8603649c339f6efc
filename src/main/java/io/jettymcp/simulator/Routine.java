package io.jettymcp.simulator;

import io.jettymcp.workflow.Cadence;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A scheduled run of a task. Of its secret parameters only the names are kept. */
final class Routine {
  private static final int MAX_FIRINGS = 100;

  private final int id;
  private final String name;
  private final Task task;
  private final Instant created;
  private Cadence cadence;
  private ObjectNode overrides = SimulatorJson.object();
  private Set<String> secretNames = Set.of();
  private boolean paused;
  private @Nullable String webhookUrl;
  private @Nullable Instant next;

  Routine(int id, String name, Task task, Cadence cadence, Instant created) {
    this.id = id;
    this.name = name;
    this.task = task;
    this.cadence = cadence;
    this.created = created;
    this.next = cadence.next(created).orElse(null);
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  /** Takes over what a request sends; what it does not send stays. */
  void update(RequestFields fields, @Nullable Cadence sentCadence, Instant now) {
    if (sentCadence != null) {
      cadence = sentCadence;
      next = cadence.next(now).orElse(null);
    }
    if (fields.gives("init_params_overrides")) {
      overrides = fields.object("init_params_overrides");
    }
    if (fields.gives("secret_params")) {
      secretNames = Set.copyOf(fields.object("secret_params").propertyNames());
    }
    if (fields.has("webhook_url")) {
      webhookUrl = fields.textOrNull("webhook_url");
    }
    setPaused(fields.flag("paused", paused), now);
  }

  /** Resuming keeps the schedule; what was missed meanwhile is not made up. */
  void setPaused(boolean wanted, Instant now) {
    if (paused && !wanted) {
      next = cadence.next(now).orElse(null);
    }
    paused = wanted;
  }

  /** Starts the run. */
  SimulatedRun start(RunLauncher launcher, Instant at) {
    return launcher.start(task, overrides.deepCopy(), secretNames, id, webhookUrl, at);
  }

  /** Starts a run for each firing that is due, at its moment; of very many, the first ones. */
  void fire(RunLauncher launcher, Instant now) {
    for (int fired = 0; isDue(now) && fired < MAX_FIRINGS; fired++) {
      Instant due = next == null ? now : next;
      start(launcher, due);
      next = cadence.next(due).orElse(null);
    }
    if (isDue(now)) {
      next = cadence.next(now).orElse(null);
    }
  }

  private boolean isDue(Instant now) {
    return !paused && next != null && !next.isAfter(now);
  }

  ObjectNode json() {
    ObjectNode json =
        SimulatorJson.object()
            .put("id", id)
            .put("name", name)
            .put("collection", task.collection().name())
            .put("task", task.name());
    json.set("cadence", cadence.json());
    json.set("init_params_overrides", overrides);
    return json.put("paused", paused)
        .put("webhook_url", webhookUrl)
        .put("next_run_at", paused || next == null ? null : next.toString())
        .put("created_at", created.toString());
  }
}
