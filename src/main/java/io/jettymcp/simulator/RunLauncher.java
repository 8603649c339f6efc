package io.jettymcp.simulator;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Starts runs: decides who pays for the model, counts the trial, and words the answer. */
final class RunLauncher {
  private final Engine engine;

  RunLauncher(Engine engine) {
    this.engine = engine;
  }

  /**
   * Starts a run. An active trial pays where the collection has no model key of its own, asked for
   * or not.
   *
   * @param secretNames the names of the secret parameters; their values are used by nothing here
   */
  SimulatedRun start(
      Task task,
      ObjectNode initParams,
      Collection<String> secretNames,
      @Nullable Integer routineId,
      @Nullable String webhookUrl,
      Instant at) {
    SimulatedCollection collection = task.collection();
    Set<String> variables = new LinkedHashSet<>(collection.environmentNames());
    variables.addAll(secretNames);
    if (!RunRequest.holdsModelKey(variables) && collection.trial().isActive()) {
      collection.trial().pay();
      variables.addAll(RunRequest.MODEL_KEYS);
    }
    return engine.run(new RunRequest(task, initParams, variables, routineId, webhookUrl), at);
  }

  /** The answer to the start of a run. */
  static ObjectNode response(SimulatedRun run, ObjectNode result, ObjectNode trajectory) {
    ObjectNode json =
        SimulatorJson.object()
            .put("message", "Workflow started (simulated: no model is called)")
            .put("workflow_id", run.workflowId());
    json.set("result", result);
    json.set("trajectory", trajectory);
    json.put("metadata", "");
    SimulatedTrial trial = run.collection().trial();
    return trial.wasActivated() ? json.set("trial", trial.figures()) : json;
  }

  static ObjectNode started(SimulatedRun run) {
    return response(run, SimulatorJson.object(), SimulatorJson.object());
  }

  /** The answer of run-sync: the trajectory, and what the last step gave. */
  static ObjectNode finished(SimulatedRun run, Instant now) {
    List<StepRun> steps = run.plan().steps();
    ObjectNode result =
        steps.isEmpty() ? SimulatorJson.object() : steps.get(steps.size() - 1).outputs();
    return response(run, result, new TrajectoryJson(run, now).json())
        .put("message", "Workflow finished (simulated: no model was called)");
  }
}
