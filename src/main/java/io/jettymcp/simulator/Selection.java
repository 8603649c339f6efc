package io.jettymcp.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code select_trajectories}: earlier runs of a task, those with one label if it is asked for. */
final class Selection implements Activity {
  private static final int MOST = 100;

  @Override
  public Outcome perform(Step step) {
    String task = step.required("task");
    String key = step.text("label_key");
    String value = step.text("label_value");
    List<Run> runs =
        step.collection().runsOf(task, step.began()).stream()
            .filter(run -> key == null || hasLabel(run, key, value))
            .limit(Math.max(0, Math.min(MOST, step.number("limit", MOST))))
            .toList();
    ArrayNode references = Json.array();
    for (Run run : runs) {
      references
          .addObject()
          .put("trajectory_id", run.id())
          .put("name", step.collection().name() + "/" + run.task());
    }
    return Outcome.of(Json.object().set("trajectory_references", references));
  }

  private static boolean hasLabel(Run run, String key, @Nullable String value) {
    for (JsonNode label : run.labels()) {
      boolean sameKey = label.path("key").asString("").equals(key);
      if (sameKey && (value == null || label.path("value").asString("").equals(value))) {
        return true;
      }
    }
    return false;
  }
}
