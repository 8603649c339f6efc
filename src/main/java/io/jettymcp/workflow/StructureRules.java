package io.jettymcp.workflow;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks that a workflow has its three sections and that they fit together. */
final class StructureRules {
  private static final String NOTHING_HAPPENS =
      "A workflow without steps completes at once and does nothing.";

  private final Outline outline;
  private final WorkflowFindings findings;

  StructureRules(Outline outline, WorkflowFindings findings) {
    this.outline = outline;
    this.findings = findings;
  }

  void check() {
    if (outline.section("workflow").isObject() && outline.section("steps").isMissingNode()) {
      findings.error(
          "workflow",
          "is a task that holds a workflow",
          () -> Optional.of("the value of its workflow field"),
          "Jetty stores it unchanged and finds no steps in it.");
    }
    object(PathExpression.INIT_PARAMS, "Jetty reads the inputs and their defaults from it.");
    object("step_configs", "Jetty reads what each step does from it.");
    steps();
    unusedConfigs();
    outline.steps().forEach(this::config);
  }

  private void object(String section, String why) {
    if (!outline.section(section).isObject()) {
      findings.error(section, isMissingOr(section, "is not an object"), why);
    }
  }

  private String isMissingOr(String section, String otherwise) {
    return outline.section(section).isMissingNode() ? "is missing" : otherwise;
  }

  private void steps() {
    JsonNode steps = outline.section("steps");
    if (!steps.isArray()) {
      findings.error("steps", isMissingOr("steps", "is not a list"), NOTHING_HAPPENS);
      return;
    }
    if (steps.isEmpty()) {
      findings.error("steps", "is empty", NOTHING_HAPPENS);
    }
    Set<String> seen = new HashSet<>();
    int position = 0;
    for (JsonNode step : steps) {
      String where = "steps[" + position++ + "]";
      if (!step.isString()) {
        findings.error(where, "is not a string", "A step is named by a key of step_configs.");
        continue;
      }
      String name = step.stringValue();
      if (!seen.add(name)) {
        findings.error(
            where,
            "names the step `" + Quoted.shortened(name) + "` a second time",
            "Outputs are stored by step name, so the second run overwrites the first.");
      } else if (!outline.configs().has(name)) {
        noConfig(where, name);
      }
    }
  }

  private void noConfig(String where, String name) {
    if (name.equals(KnownIssues.STUB_STEP)) {
      findings.known(where, KnownIssues.RUNBOOK_STUB);
    }
    findings.error(
        where,
        "`" + Quoted.shortened(name) + "` is not a key of step_configs",
        () -> Quoted.nearest(name, outline.configs().propertyNames()),
        "The run fails at this step because its activity is unknown.");
  }

  private void unusedConfigs() {
    if (!outline.configs().isObject()) {
      return;
    }
    for (String name : outline.configs().propertyNames()) {
      if (outline.step(name).isEmpty()) {
        findings.warning(
            "step_configs." + Quoted.shortened(name), "is not in steps", "The step never runs.");
      }
    }
  }

  private void config(WorkflowStep step) {
    JsonNode config = step.config();
    JsonNode activity = config.path("activity");
    if (!config.isObject()) {
      findings.error(
          step.where(), "is not an object", "A config names an activity and its parameters.");
    } else if (!activity.isString() || activity.stringValue().isBlank()) {
      findings.error(
          step.where("activity"),
          activity.isMissingNode() ? "is missing" : "is not the name of an activity",
          "The run fails at this step because its activity is unknown.");
    } else if (step.runs(Activities.BRANCH)) {
      List.of("true_step", "false_step").forEach(target -> target(step, target));
    }
  }

  private void target(WorkflowStep step, String parameter) {
    if (!step.has(parameter)) {
      return;
    }
    String name = step.config().path(parameter).stringValueOpt().orElse("");
    if (!outline.configs().has(name)) {
      findings.error(
          step.where(parameter),
          "`" + Quoted.shortened(name) + "` is not a step",
          () -> Quoted.nearest(name, outline.configs().propertyNames()),
          "The run fails when this branch is taken.");
    }
  }
}
