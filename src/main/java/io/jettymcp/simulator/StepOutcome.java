package io.jettymcp.simulator;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of a step.
 *
 * @param error why it failed although it has outputs; null if it did not fail
 * @param noEarlierThan when it ends at the earliest
 * @param taken the step that a branch goes on with; null if the step is no branch
 * @param skipped the step that a branch leaves out
 * @param phases what the step goes through, for those who watch
 */
record StepOutcome(
    ObjectNode outputs,
    @Nullable String error,
    Instant noEarlierThan,
    @Nullable String taken,
    @Nullable String skipped,
    List<RunPhase> phases) {

  StepOutcome {
    phases = List.copyOf(phases);
  }

  static StepOutcome of(ObjectNode outputs) {
    return new StepOutcome(outputs, null, Instant.MIN, null, null, List.of());
  }

  static StepOutcome text(String text) {
    return of(SimulatorJson.object().put("text", text));
  }

  static StepOutcome after(Instant end, ObjectNode outputs, @Nullable String error) {
    return new StepOutcome(outputs, error, end, null, null, List.of());
  }

  static StepOutcome through(List<RunPhase> phases, Instant end, ObjectNode outputs) {
    return new StepOutcome(outputs, null, end, null, null, phases);
  }

  static StepOutcome branch(ObjectNode outputs, @Nullable String taken, @Nullable String skipped) {
    return new StepOutcome(outputs, null, Instant.MIN, taken, skipped, List.of());
  }
}
