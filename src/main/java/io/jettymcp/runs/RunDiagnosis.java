package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a step failed, as far as its error, its log and its config tell.
 *
 * @param knownIssue the known issue that explains the failure
 * @param findings what else is wrong with how the step is written
 * @param fix what to do about it
 */
record RunDiagnosis(Optional<KnownIssue> knownIssue, List<Finding> findings, String fix) {
  private static final int MAX_FINDINGS = 5;

  /**
   * @param logged what the log has of errors, newest first
   */
  static RunDiagnosis of(RootCauseSearch.Stop deepest, List<String> logged) {
    Run run = deepest.run();
    String activity = deepest.activity();
    List<String> said = Stream.concat(deepest.error().stream(), logged.stream()).toList();
    Optional<KnownIssue> told =
        said.stream()
            .flatMap(message -> KnownIssues.matching(activity, message).stream())
            .findFirst();
    Optional<KnownError> known =
        told.isPresent()
            ? Optional.empty()
            : said.stream().flatMap(message -> KnownError.in(message).stream()).findFirst();
    Optional<KnownIssue> knownIssue =
        told.or(
            () ->
                deepest
                    .step()
                    .flatMap(step -> KnownIssues.inConfig(activity, run.stepConfig(step))));
    List<Finding> findings =
        deepest.step().map(step -> new Linter().lintStep(workflow(run), step)).orElse(List.of());
    List<Finding> others =
        findings.stream()
            .filter(finding -> knownIssue.filter(g -> g.why().equals(finding.why())).isEmpty())
            .toList();
    return new RunDiagnosis(knownIssue, others, fix(deepest, known, knownIssue, findings));
  }

  /** What is wrong with how a run's workflow is written, if the run tells how. */
  static List<Finding> suspects(Run run) {
    return run.json().path("step_configs").isEmpty() ? List.of() : new Linter().lint(workflow(run));
  }

  static ArrayNode describe(List<Finding> findings) {
    ArrayNode list = Json.array();
    findings.stream().limit(MAX_FINDINGS).map(WorkflowCheck::describe).forEach(list::add);
    return list;
  }

  Optional<ObjectNode> describedKnownIssue() {
    return knownIssue.map(
        row ->
            Json.object()
                .put("activity", row.activity())
                .put("wrong", row.wrong())
                .put("right", row.right())
                .put("why", row.why()));
  }

  private static String fix(
      RootCauseSearch.Stop at,
      Optional<KnownError> known,
      Optional<KnownIssue> knownIssue,
      List<Finding> findings) {
    if (known.isPresent()) {
      return known.get().fix();
    }
    if (knownIssue.isPresent()) {
      return "Change "
          + at.step().map(name -> "the step " + name + " of ").orElse("")
          + "the task "
          + at.task()
          + " (update-task). Problem: "
          + knownIssue.get().wrong()
          + ". Fix: "
          + knownIssue.get().right()
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
                    + at.task()
                    + " (update-task): "
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
