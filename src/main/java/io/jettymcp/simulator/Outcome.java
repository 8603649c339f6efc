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
record Outcome(
    ObjectNode outputs,
    @Nullable String error,
    Instant noEarlierThan,
    @Nullable String taken,
    @Nullable String skipped,
    List<Phase> phases) {

  Outcome {
    phases = List.copyOf(phases);
  }

  static Outcome of(ObjectNode outputs) {
    return new Outcome(outputs, null, Instant.MIN, null, null, List.of());
  }

  static Outcome text(String text) {
    return of(Json.object().put("text", text));
  }

  static Outcome after(Instant end, ObjectNode outputs, @Nullable String error) {
    return new Outcome(outputs, error, end, null, null, List.of());
  }

  static Outcome through(List<Phase> phases, Instant end, ObjectNode outputs) {
    return new Outcome(outputs, null, end, null, null, phases);
  }

  static Outcome branch(ObjectNode outputs, @Nullable String taken, @Nullable String skipped) {
    return new Outcome(outputs, null, Instant.MIN, taken, skipped, List.of());
  }
}
