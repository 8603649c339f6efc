package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code conditional_branch}: runs one of two steps and skips the other. */
final class ConditionalBranch implements ActivityRunner {
  private static final Set<String> FALSE_WORDS = Set.of("", "false", "no", "0", "none", "null");

  @Override
  public StepOutcome run(StepContext step) {
    boolean condition = isTrue(step.input("condition"));
    String ifTrue = step.text("true_step");
    String ifFalse = step.text("false_step");
    String next = condition ? ifTrue : ifFalse;
    return StepOutcome.branch(
        Json.object()
            .put("condition", condition)
            .put("branch_taken", condition ? "true" : "false")
            .put("next_step", next),
        next,
        condition ? ifFalse : ifTrue);
  }

  private static boolean isTrue(JsonNode condition) {
    if (condition.isString()) {
      return !FALSE_WORDS.contains(condition.stringValue().strip().toLowerCase(Locale.ROOT));
    }
    if (condition.isNumber()) {
      return condition.doubleValue() != 0;
    }
    return condition.isContainer() ? !condition.isEmpty() : condition.asBoolean(false);
  }
}
