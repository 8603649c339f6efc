package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Diagnoses a step that failed by its error, its log and its config.
 *
 * @param findings other problems in the step's config; at most a few
 */
record RunDiagnosis(Optional<KnownIssue> knownIssue, List<Finding> findings, Optional<String> fix) {
  static final RunDiagnosis NONE = new RunDiagnosis(Optional.empty(), List.of(), Optional.empty());

  private static final int MAX_FINDINGS = 5;

  RunDiagnosis {
    findings = findings.stream().limit(MAX_FINDINGS).toList();
  }

  /**
   * @param logged errors in the log, newest first
   */
  static RunDiagnosis of(RootCauseSearch.Stop deepest, List<String> logged) {
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
    List<Finding> findings =
        deepest.step().map(step -> new Linter().lintStep(workflow(run), step)).orElse(List.of());
    List<Finding> others =
        findings.stream()
            .filter(finding -> issue.filter(g -> g.why().equals(finding.why())).isEmpty())
            .toList();
    return new RunDiagnosis(issue, others, Optional.of(fix(deepest, known, issue, findings)));
  }

  /** Lints a run's workflow, if the run shows it. */
  static RunDiagnosis suspects(Run run) {
    return run.json().path("step_configs").isEmpty()
        ? NONE
        : new RunDiagnosis(Optional.empty(), new Linter().lint(workflow(run)), Optional.empty());
  }

  private static String fix(
      RootCauseSearch.Stop at,
      Optional<KnownError> known,
      Optional<KnownIssue> issue,
      List<Finding> findings) {
    if (known.isPresent()) {
      return known.get().fix();
    }
    if (issue.isPresent()) {
      return "Change "
          + at.step().map(name -> "the step " + name + " of ").orElse("")
          + "the task "
          + at.ref().task()
          + " (update-task). Problem: "
          + issue.get().wrong()
          + ". Likely fix: "
          + issue.get().right()
          + ".";
    }
    return findings.stream()
        .filter(finding -> finding.fix().isPresent())
        .findFirst()
        .map(
            finding ->
                "Change "
                    + finding.where()
                    + " of the task "
                    + at.ref().task()
                    + " (update-task). Problem: "
                    + finding.what()
                    + ". Likely fix: "
                    + finding.fix().orElseThrow()
                    + ".")
        .orElse("Nothing known matches. Look at the inputs of the step and at the log.");
  }

  /** The workflow that a run carried out, with the inputs that it had. */
  private static ObjectNode workflow(Run run) {
    ObjectNode workflow = Json.object();
    workflow.set("init_params", run.json().path("init_params"));
    ObjectNode configs = workflow.putObject("step_configs");
    run.stepNames().forEach(step -> configs.set(step, run.stepConfig(step)));
    workflow.set("steps", Json.array(run.stepNames()));
    return workflow;
  }
}
