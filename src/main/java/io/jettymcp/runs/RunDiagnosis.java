package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Gotcha;
import io.jettymcp.workflow.Gotchas;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a step failed, as far as its error, its log and its config tell.
 *
 * @param gotcha what it fell for
 * @param findings what else is wrong with how the step is written
 * @param cure what to do about it
 */
record RunDiagnosis(Optional<Gotcha> gotcha, List<Finding> findings, String cure) {
  private static final int MAX_FINDINGS = 5;

  /**
   * @param logged what the log has of errors, newest first
   */
  static RunDiagnosis of(RootCauseSearch.Stop deepest, List<String> logged) {
    Run run = deepest.run();
    String activity = deepest.activity();
    List<String> said = Stream.concat(deepest.error().stream(), logged.stream()).toList();
    Optional<Gotcha> told =
        said.stream().flatMap(message -> Gotchas.matching(activity, message).stream()).findFirst();
    Optional<KnownError> known =
        told.isPresent()
            ? Optional.empty()
            : said.stream().flatMap(message -> KnownError.in(message).stream()).findFirst();
    Optional<Gotcha> gotcha =
        told.or(
            () -> deepest.step().flatMap(step -> Gotchas.inConfig(activity, run.stepConfig(step))));
    List<Finding> findings =
        deepest.step().map(step -> new Linter().lintStep(workflow(run), step)).orElse(List.of());
    List<Finding> others =
        findings.stream()
            .filter(finding -> gotcha.filter(g -> g.why().equals(finding.why())).isEmpty())
            .toList();
    return new RunDiagnosis(gotcha, others, cure(deepest, known, gotcha, findings));
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

  Optional<ObjectNode> describedGotcha() {
    return gotcha.map(
        row ->
            Json.object()
                .put("activity", row.activity())
                .put("wrong", row.wrong())
                .put("right", row.right())
                .put("why", row.why()));
  }

  private static String cure(
      RootCauseSearch.Stop at,
      Optional<KnownError> known,
      Optional<Gotcha> gotcha,
      List<Finding> findings) {
    if (known.isPresent()) {
      return known.get().cure();
    }
    if (gotcha.isPresent()) {
      return "Change "
          + at.step().map(name -> "the step " + name + " of ").orElse("")
          + "the task "
          + at.task()
          + " (update-task). Wrong: "
          + gotcha.get().wrong()
          + ". Right: "
          + gotcha.get().right()
          + ".";
    }
    return findings.stream()
        .filter(finding -> finding.rightName().isPresent())
        .findFirst()
        .map(
            finding ->
                "Change "
                    + finding.where()
                    + " of the task "
                    + at.task()
                    + " (update-task): "
                    + finding.what()
                    + ". Probably right: "
                    + finding.rightName().orElseThrow()
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
