package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.model.SimulatedRun;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code select_trajectories}: lists earlier runs of a task, optionally those with a label. */
final class TrajectorySelection implements ActivityRunner {
  private static final int MAX_RUNS = 100;

  @Override
  public StepOutcome run(StepContext step) {
    String task = step.required("task");
    String key = step.text("label_key");
    String value = step.text("label_value");
    ArrayNode references = Json.array();
    step.collection().runsOf(task, step.startedAt()).stream()
        .filter(run -> key == null || hasLabel(run, key, value))
        .limit(Math.max(0, Math.min(MAX_RUNS, step.integer("limit", MAX_RUNS))))
        .forEach(run -> references.add(reference(run)));
    return StepOutcome.of(Json.object().set("trajectory_references", references));
  }

  /** A run as the outputs of steps refer to it. */
  static ObjectNode reference(SimulatedRun run) {
    return Json.object()
        .put("trajectory_id", run.id())
        .put("name", run.collection().name() + "/" + run.task());
  }

  private static boolean hasLabel(SimulatedRun run, String key, @Nullable String value) {
    for (JsonNode label : run.labels()) {
      boolean sameKey = label.path("key").asString("").equals(key);
      if (sameKey && (value == null || label.path("value").asString("").equals(value))) {
        return true;
      }
    }
    return false;
  }
}
