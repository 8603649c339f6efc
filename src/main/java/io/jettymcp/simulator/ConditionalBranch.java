package io.jettymcp.simulator;

import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code conditional_branch}: of two steps, carries out one and leaves the other out. */
final class ConditionalBranch implements ActivityRunner {
  private static final Set<String> FALSE_WORDS = Set.of("", "false", "no", "0", "none", "null");

  @Override
  public StepOutcome perform(StepContext step) {
    boolean condition = holds(step.input("condition"));
    String then = step.text("true_step");
    String otherwise = step.text("false_step");
    String taken = condition ? then : otherwise;
    return StepOutcome.branch(
        SimulatorJson.object()
            .put("condition", condition)
            .put("branch_taken", condition ? "true" : "false")
            .put("next_step", taken),
        taken,
        condition ? otherwise : then);
  }

  private static boolean holds(JsonNode condition) {
    if (condition.isString()) {
      return !FALSE_WORDS.contains(condition.stringValue().strip().toLowerCase(Locale.ROOT));
    }
    if (condition.isNumber()) {
      return condition.doubleValue() != 0;
    }
    return condition.isContainer() ? !condition.isEmpty() : condition.asBoolean(false);
  }
}
