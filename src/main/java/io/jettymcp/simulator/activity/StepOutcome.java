package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.model.RunPhase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of a step.
 *
 * @param error why it failed although it has outputs; null if it did not fail
 * @param earliestEnd when it ends at the earliest
 * @param nextStep the step that a branch continues with; null if the step is no branch
 * @param skippedStep the step that a branch skips
 * @param phases the stages of the step, for its log and its stream
 */
public record StepOutcome(
    ObjectNode outputs,
    @Nullable String error,
    Instant earliestEnd,
    @Nullable String nextStep,
    @Nullable String skippedStep,
    List<RunPhase> phases) {

  public StepOutcome {
    phases = List.copyOf(phases);
  }

  static StepOutcome of(ObjectNode outputs) {
    return endingAt(Instant.MIN, outputs, null);
  }

  static StepOutcome text(String text) {
    return of(Json.object().put("text", text));
  }

  public static StepOutcome endingAt(Instant end, ObjectNode outputs, @Nullable String error) {
    return new StepOutcome(outputs, error, end, null, null, List.of());
  }

  static StepOutcome withPhases(List<RunPhase> phases, Instant end, ObjectNode outputs) {
    return new StepOutcome(outputs, null, end, null, null, phases);
  }

  static StepOutcome branch(
      ObjectNode outputs, @Nullable String nextStep, @Nullable String skippedStep) {
    return new StepOutcome(outputs, null, Instant.MIN, nextStep, skippedStep, List.of());
  }
}
