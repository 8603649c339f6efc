package io.jettymcp.runs;

import io.jettymcp.lint.Severity;
import io.jettymcp.runs.RootCauseSearch.Stop;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Diagnoses a step that failed by its error, its log and its config.
 *
 * @param review of the task in which it failed
 */
record RunDiagnosis(Optional<KnownIssue> knownIssue, TaskReview review, Optional<String> fix) {
  static final RunDiagnosis NONE =
      new RunDiagnosis(Optional.empty(), TaskReview.NONE, Optional.empty());

  /**
   * @param logged errors in the log, newest first
   */
  static RunDiagnosis of(Stop deepest, List<String> logged, TaskReview review) {
    Run run = deepest.run();
    String activity = deepest.activity();
    List<String> messages = Stream.concat(deepest.error().stream(), logged.stream()).toList();
    Optional<KnownIssue> matched =
        messages.stream()
            .flatMap(message -> KnownIssues.matching(activity, message).stream())
            .findFirst();
    Optional<KnownError> known =
        matched.isPresent()
            ? Optional.empty()
            : messages.stream().flatMap(message -> KnownError.in(message).stream()).findFirst();
    Optional<KnownIssue> issue =
        matched.or(
            () ->
                deepest
                    .step()
                    .flatMap(step -> KnownIssues.inConfig(activity, run.stepConfig(step))));
    return new RunDiagnosis(
        issue, review, Optional.of(fix(deepest, known, issue, review.findings())));
  }

  private static String fix(
      Stop at, Optional<KnownError> known, Optional<KnownIssue> issue, List<Finding> findings) {
    if (known.isPresent()) {
      return known.get().fix();
    }
    if (issue.isPresent()) {
      return "Change "
          + at.step().map(name -> "the step " + name + " of ").orElse("")
          + "the task "
          + at.ref().task()
          + ". Problem: "
          + issue.get().wrong()
          + ". Instead: "
          + issue.get().right()
          + ".";
    }
    return likely(at, findings)
        .map(
            finding ->
                "Change "
                    + finding.where()
                    + " of the task "
                    + at.ref().task()
                    + ". Problem: "
                    + finding.what()
                    + ". Instead: "
                    + finding.fix().orElseThrow()
                    + ".")
        .orElse("Nothing known matches. Look at the inputs of the step and at the log.");
  }

  /** Returns a finding about the step that failed, or else one that is certain. */
  private static Optional<Finding> likely(Stop at, List<Finding> findings) {
    List<Finding> fixable = findings.stream().filter(finding -> finding.fix().isPresent()).toList();
    return fixable.stream()
        .filter(finding -> TaskReview.isAt(at.step(), finding))
        .findFirst()
        .or(
            () ->
                fixable.stream()
                    .filter(finding -> finding.severity() != Severity.DOUBTFUL)
                    .findFirst());
  }
}
