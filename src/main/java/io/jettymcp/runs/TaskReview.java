package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.lint.Severity;
import io.jettymcp.runs.RootCauseSearch.Stop;
import io.jettymcp.workflow.Change;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reviews the workflow of a task in which a run failed, as it is stored now, because that is what a
 * change applies to; or, where it cannot be read, as the run carried it out.
 *
 * @param findings all of them, the worst first
 * @param changes of the stored workflow that fix findings; empty if none is certain enough
 * @param changed whether the step that failed was changed after the run
 */
record TaskReview(List<Finding> findings, List<Change> changes, boolean changed) {
  static final TaskReview NONE = new TaskReview(List.of(), List.of(), false);

  /** In characters of all new values: a longer call is not worth its place in a result. */
  private static final int MAX_CHANGES = 8_000;

  static TaskReview of(Stop at, Optional<JsonNode> stored) {
    Run run = at.run();
    Optional<ObjectNode> now =
        stored
            .filter(workflow -> workflow.path("step_configs").isObject())
            .map(workflow -> withInputs(workflow.asObject(), run));
    if (now.isEmpty()) {
      boolean known = run.stepNames().stream().anyMatch(step -> run.stepConfig(step).isObject());
      return known ? new TaskReview(new Linter().lint(asRun(run)), List.of(), false) : NONE;
    }
    List<Finding> findings = new Linter().lint(now.get());
    boolean changed =
        at.step()
            .filter(step -> run.stepConfig(step).isObject())
            .filter(step -> !now.get().path("step_configs").path(step).equals(run.stepConfig(step)))
            .isPresent();
    return new TaskReview(findings, changes(offered(findings), at.step()), changed);
  }

  /** Returns whether a run still fails for certain after the changes. */
  boolean stillFails() {
    return findings.stream()
        .anyMatch(
            finding ->
                finding.severity() == Severity.FAILS
                    && (finding.changes().isEmpty() || !changes.containsAll(finding.changes())));
  }

  /** Returns whether a finding is about a step. */
  static boolean isAt(Optional<String> step, Finding finding) {
    return step.filter(name -> finding.where().startsWith("step_configs." + name + "."))
        .isPresent();
  }

  /** Leaves out activities: the templates of Jetty, which know more of them, are not read here. */
  private static List<Finding> offered(List<Finding> findings) {
    return findings.stream().filter(each -> !each.where().endsWith(".activity")).toList();
  }

  /** Fixes what is certainly wrong; only if there is no such thing, what is doubtful there. */
  private static List<Change> changes(List<Finding> findings, Optional<String> step) {
    List<Change> certain =
        merged(findings.stream().filter(each -> each.severity() != Severity.DOUBTFUL).toList());
    List<Change> changes =
        certain.isEmpty()
            ? merged(findings.stream().filter(each -> isAt(step, each)).toList())
            : certain;
    int length =
        changes.stream()
            .mapToInt(change -> change.value().map(value -> value.toString().length()).orElse(0))
            .sum();
    return length <= MAX_CHANGES ? changes : List.of();
  }

  /** Joins the changes of several findings, each place once. */
  private static List<Change> merged(List<Finding> findings) {
    List<Change> changes = new ArrayList<>();
    Set<String> touched = new HashSet<>();
    for (Finding finding : findings) {
      if (finding.changes().stream().map(Change::path).noneMatch(touched::contains)) {
        finding.changes().forEach(change -> touched.add(change.path()));
        changes.addAll(finding.changes());
      }
    }
    return List.copyOf(changes);
  }

  /** The workflow with the inputs that the run had. */
  private static ObjectNode withInputs(ObjectNode workflow, Run run) {
    ObjectNode inputs =
        workflow.path("init_params") instanceof ObjectNode declared
            ? declared.deepCopy()
            : Json.object();
    if (run.json().path("init_params") instanceof ObjectNode sent) {
      inputs.setAll(sent);
    }
    ObjectNode reviewed = Json.object();
    reviewed.setAll(workflow);
    return reviewed.set("init_params", inputs);
  }

  /** The workflow that a run carried out, with the inputs that it had. */
  private static ObjectNode asRun(Run run) {
    ObjectNode workflow = Json.object();
    workflow.set("init_params", run.json().path("init_params"));
    ObjectNode configs = workflow.putObject("step_configs");
    run.stepNames().forEach(step -> configs.set(step, run.stepConfig(step)));
    workflow.set("steps", Json.array(run.stepNames()));
    return workflow;
  }
}
