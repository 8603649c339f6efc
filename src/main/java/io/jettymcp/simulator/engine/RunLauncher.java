package io.jettymcp.simulator.engine;

import io.jettymcp.simulator.model.RunRequest;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Starts runs: decides whether the trial pays for the model, and counts its runs. */
public final class RunLauncher {
  private final Engine engine;

  public RunLauncher(RunTimings timings) {
    this.engine = new Engine(timings);
  }

  /**
   * Starts a run. An active trial pays where the collection has no model key of its own, whether or
   * not the caller asked for it.
   *
   * @param secretNames the names of the secret parameters; nothing here uses their values
   */
  public SimulatedRun start(
      Task task,
      ObjectNode initParams,
      Collection<String> secretNames,
      @Nullable Integer routineId,
      @Nullable String webhookUrl,
      Instant at) {
    SimulatedCollection collection = task.collection();
    Set<String> variables = new LinkedHashSet<>(collection.environmentNames());
    variables.addAll(secretNames);
    if (!RunRequest.containsModelKey(variables) && collection.trial().isActive()) {
      collection.trial().countRun();
      variables.addAll(RunRequest.MODEL_KEYS);
    }
    return engine.start(new RunRequest(task, initParams, variables, routineId, webhookUrl), at);
  }
}
