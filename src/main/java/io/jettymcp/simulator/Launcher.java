package io.jettymcp.simulator;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Starts runs: decides who pays for the model, counts the trial, and words the answer. */
final class Launcher {
  private final Engine engine;

  Launcher(Engine engine) {
    this.engine = engine;
  }

  /**
   * Starts a run. An active trial pays where the collection has no model key of its own, asked for
   * or not.
   *
   * @param secretNames the names of the secret parameters; their values are used by nothing here
   */
  Run start(
      Task task,
      ObjectNode initParams,
      Collection<String> secretNames,
      @Nullable Integer routineId,
      @Nullable String webhookUrl,
      Instant at) {
    Holdings collection = task.collection();
    Set<String> variables = new LinkedHashSet<>(collection.environmentNames());
    variables.addAll(secretNames);
    if (!Order.holdsModelKey(variables) && collection.trial().isActive()) {
      collection.trial().pay();
      variables.addAll(Order.MODEL_KEYS);
    }
    return engine.run(new Order(task, initParams, variables, routineId, webhookUrl), at);
  }

  /** The answer to the start of a run. */
  static ObjectNode response(Run run, ObjectNode result, ObjectNode trajectory) {
    ObjectNode json =
        Json.object()
            .put("message", "Workflow started (simulated: no model is called)")
            .put("workflow_id", run.workflowId());
    json.set("result", result);
    json.set("trajectory", trajectory);
    json.put("metadata", "");
    Trial trial = run.collection().trial();
    return trial.wasActivated() ? json.set("trial", trial.figures()) : json;
  }

  static ObjectNode started(Run run) {
    return response(run, Json.object(), Json.object());
  }

  /** The answer of run-sync: the trajectory, and what the last step gave. */
  static ObjectNode finished(Run run, Instant now) {
    List<StepRun> steps = run.plan().steps();
    ObjectNode result = steps.isEmpty() ? Json.object() : steps.get(steps.size() - 1).outputs();
    return response(run, result, new Trajectory(run, now).json())
        .put("message", "Workflow finished (simulated: no model was called)");
  }
}
