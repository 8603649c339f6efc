package io.jettymcp.simulator.model;

import io.jettymcp.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that a run will do and when, computed at its start. What is visible of it depends on
 * the time alone.
 *
 * @param startedAt when it leaves pending
 * @param error the trajectory's own error, shallow as Jetty's; null if no step fails
 */
public record RunPlan(
    ObjectNode initParams,
    JsonNode stepConfigs,
    List<String> totalSteps,
    List<StepRun> steps,
    @Nullable String error,
    Instant startedAt,
    Instant endedAt) {

  public RunPlan {
    totalSteps = List.copyOf(totalSteps);
    steps = List.copyOf(steps);
  }

  public boolean fails() {
    return error != null;
  }

  /** Returns the outputs of the last step; empty if no step runs. */
  public ObjectNode lastOutputs() {
    return steps.isEmpty() ? Json.object() : steps.get(steps.size() - 1).outputs();
  }

  /** Returns the start, the phases and the end of every step, in the order of time. */
  public List<RunPhase> phases() {
    List<RunPhase> phases = new ArrayList<>();
    for (StepRun step : steps) {
      String label = "[run] step '" + step.name() + "' (" + step.activity() + ")";
      phases.add(new RunPhase(step.startedAt(), label + " started"));
      phases.addAll(step.phases());
      String end = step.error() == null ? " completed" : " failed: " + step.error();
      phases.add(new RunPhase(step.endedAt(), label + end));
    }
    return phases;
  }

  /** Returns what path expressions can see once the run is over. */
  public ObjectNode scope() {
    ObjectNode scope = Json.object();
    scope.set("init_params", initParams);
    steps.forEach(step -> step.addTo(scope));
    return scope;
  }
}
