package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Checks that a judge has something to judge and a scale where it scores. */
final class JudgeRules {
  private static final String JUDGE_TYPE = "judge_type";
  private static final String SCALE = "scale";
  private static final String SCALE_RANGE = "scale_range";
  private static final String SCORE_RANGE = "score_range";

  private final Outline outline;
  private final WorkflowFindings findings;

  JudgeRules(Outline outline, WorkflowFindings findings) {
    this.outline = outline;
    this.findings = findings;
  }

  void check(WorkflowStep step) {
    subject(step);
    if (isGiven(step, SCORE_RANGE)) {
      scoreRange(step);
    }
  }

  private void subject(WorkflowStep step) {
    boolean instruction = isGiven(step, "instruction", "criteria");
    if (!instruction || !isGiven(step, "item", "items", "content")) {
      findings.known(
          step.where(instruction ? "item" : "instruction"), KnownIssues.JUDGE_WITHOUT_SUBJECT);
    }
  }

  private static boolean isGiven(WorkflowStep step, String... parameters) {
    return Stream.of(parameters).anyMatch(parameter -> step.has(step.given(parameter)));
  }

  private void scoreRange(WorkflowStep step) {
    String given = step.given(SCORE_RANGE);
    boolean scale =
        outline.value(step, JUDGE_TYPE).stringValueOpt().filter(SCALE::equals).isPresent();
    if (scale && isGiven(step, SCALE_RANGE)) {
      findings.known(
          Severity.DOUBTFUL,
          step.where(given),
          "`score_range` is not read on a scale, and `scale_range` is there as well",
          Fix.remove("remove it", step.path(given)),
          KnownIssues.JUDGE_SCALE_RANGE);
    } else if (scale) {
      findings.known(step.where(given), toScale(step), KnownIssues.JUDGE_SCALE_RANGE);
    } else if (holdsNumbers(outline.value(step, SCORE_RANGE))) {
      findings.known(step.where(given), asScale(step), KnownIssues.JUDGE_SCORE_RANGE);
    }
  }

  private static boolean holdsNumbers(JsonNode range) {
    return range.isNumber()
        || StreamSupport.stream(range.spliterator(), false).anyMatch(JsonNode::isNumber);
  }

  private static Fix toScale(WorkflowStep step) {
    String given = step.given(SCORE_RANGE);
    return Fix.rename(step, given, given.replace(SCORE_RANGE, SCALE_RANGE));
  }

  private static Fix asScale(WorkflowStep step) {
    String right = KnownIssues.JUDGE_SCORE_RANGE.right();
    if (isGiven(step, SCALE_RANGE) || step.has(JUDGE_TYPE + WorkflowStep.PATH)) {
      return Fix.of(right);
    }
    Change type = Change.set(step.path(JUDGE_TYPE), JsonNodeFactory.instance.stringNode(SCALE));
    Change[] changes =
        Stream.concat(Stream.of(type), toScale(step).changes().stream()).toArray(Change[]::new);
    return Fix.of(right, changes);
  }
}
