package io.jettymcp.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code select_trajectories}: earlier runs of a task, those with one label if it is asked for. */
final class TrajectorySelection implements ActivityRunner {
  private static final int MAX = 100;

  @Override
  public StepOutcome perform(StepContext step) {
    String task = step.required("task");
    String key = step.text("label_key");
    String value = step.text("label_value");
    List<SimulatedRun> runs =
        step.collection().runsOf(task, step.began()).stream()
            .filter(run -> key == null || hasLabel(run, key, value))
            .limit(Math.max(0, Math.min(MAX, step.number("limit", MAX))))
            .toList();
    ArrayNode references = SimulatorJson.array();
    for (SimulatedRun run : runs) {
      references
          .addObject()
          .put("trajectory_id", run.id())
          .put("name", step.collection().name() + "/" + run.task());
    }
    return StepOutcome.of(SimulatorJson.object().set("trajectory_references", references));
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
