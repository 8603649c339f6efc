package io.jettymcp.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that a run will do and when, worked out at its start. What can be seen of it depends on the
 * time alone.
 *
 * @param began when it leaves pending
 * @param error the trajectory's own error, shallow as Jetty's; null if no step fails
 */
record RunPlan(
    ObjectNode initParams,
    JsonNode stepConfigs,
    List<String> totalSteps,
    List<StepRun> steps,
    @Nullable String error,
    Instant began,
    Instant ended) {

  RunPlan {
    totalSteps = List.copyOf(totalSteps);
    steps = List.copyOf(steps);
  }

  boolean fails() {
    return error != null;
  }

  /** What happens in the steps, in the order of time. */
  List<RunPhase> story() {
    List<RunPhase> story = new ArrayList<>();
    for (StepRun step : steps) {
      String named = "[run] step '" + step.name() + "' (" + step.activity() + ")";
      story.add(new RunPhase(step.began(), named + " started"));
      story.addAll(step.phases());
      String failed = step.error() == null ? " completed" : " failed: " + step.error();
      story.add(new RunPhase(step.ended(), named + failed));
    }
    return story;
  }

  /** What path expressions can see once the run is over. */
  ObjectNode scope() {
    ObjectNode scope = SimulatorJson.object();
    scope.set("init_params", initParams);
    for (StepRun step : steps) {
      ObjectNode data = scope.putObject(step.name());
      data.set("inputs", step.inputs());
      data.set("outputs", step.outputs());
    }
    return scope;
  }
}
