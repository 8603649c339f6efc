package io.jettymcp.workflow;

import io.jettymcp.text.NearestName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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
      findings.fails(
          "workflow",
          "is a task that holds a workflow",
          () -> Optional.of(Fix.of("the value of its workflow field")),
          "Jetty stores it unchanged and finds no steps in it.");
    }
    initParams();
    if (!isOldForm()) {
      object("step_configs", "Jetty reads what each step does from it.");
    }
    steps();
    unusedConfigs();
    outline.steps().forEach(this::config);
  }

  private void initParams() {
    String why = "Jetty reads the inputs and their defaults from it.";
    if (outline.section(PathExpression.INIT_PARAMS).isMissingNode()) {
      findings.doubtful(
          PathExpression.INIT_PARAMS,
          "is missing",
          () ->
              Optional.of(
                  Fix.set(
                      "{} if there are no inputs",
                      PathExpression.INIT_PARAMS,
                      JsonNodeFactory.instance.objectNode())),
          why);
    } else {
      object(PathExpression.INIT_PARAMS, why);
    }
  }

  /** Returns whether steps hold their configs themselves, as one page of Jetty's texts shows. */
  private boolean isOldForm() {
    return outline.section("step_configs").isMissingNode()
        && outline.section("steps").isArray()
        && !outline.section("steps").isEmpty()
        && outline.section("steps").valueStream().allMatch(step -> step.has("step_type"));
  }

  private void object(String section, String why) {
    if (!outline.section(section).isObject()) {
      findings.fails(section, isMissingOr(section, "is not an object"), why);
    }
  }

  private String isMissingOr(String section, String otherwise) {
    return outline.section(section).isMissingNode() ? "is missing" : otherwise;
  }

  private void steps() {
    JsonNode steps = outline.section("steps");
    if (!steps.isArray()) {
      findings.fails("steps", isMissingOr("steps", "is not a list"), NOTHING_HAPPENS);
      return;
    }
    if (steps.isEmpty()) {
      findings.fails("steps", "is empty", NOTHING_HAPPENS);
    }
    Set<String> seen = new HashSet<>();
    int position = 0;
    for (JsonNode step : steps) {
      String where = "steps[" + position++ + "]";
      if (step.has("step_type")) {
        findings.doubtful(
            where,
            "has a form that only one page of Jetty's texts shows",
            () -> Optional.of(Fix.of("the name of the step, and its config in step_configs")),
            "Jetty may not read it.");
        continue;
      }
      if (!step.isString()) {
        findings.fails(where, "is not a string", "A step is named by a key of step_configs.");
        continue;
      }
      String name = step.stringValue();
      if (!seen.add(name)) {
        findings.doubtful(
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
      return;
    }
    findings.fails(
        where,
        "`" + Quoted.shortened(name) + "` is not a key of step_configs",
        () -> nearestStep(name, where),
        "The run fails at this step because its activity is unknown.");
  }

  private void unusedConfigs() {
    if (!outline.configs().isObject()) {
      return;
    }
    for (String name : outline.configs().propertyNames()) {
      if (outline.step(name).isEmpty()) {
        findings.doubtful(
            "step_configs." + Quoted.shortened(name), "is not in steps", "The step never runs.");
      }
    }
  }

  private void config(WorkflowStep step) {
    JsonNode config = step.config();
    JsonNode activity = config.path("activity");
    if (!config.isObject()) {
      findings.fails(
          step.where(), "is not an object", "A config names an activity and its parameters.");
    } else if (!activity.isString() || activity.stringValue().isBlank()) {
      findings.fails(
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
      findings.doubtful(
          step.where(parameter),
          "`" + Quoted.shortened(name) + "` is not a step",
          () -> nearestStep(name, step.path(parameter)),
          "The run fails when this branch is taken.");
    }
  }

  private Optional<Fix> nearestStep(String name, String path) {
    return NearestName.of(name, outline.configs().propertyNames())
        .map(
            near ->
                Fix.set(Quoted.shortened(near), path, JsonNodeFactory.instance.stringNode(near)));
  }
}
