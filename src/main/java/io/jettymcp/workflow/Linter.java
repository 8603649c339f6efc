package io.jettymcp.workflow;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds what is wrong with a workflow before it runs: Jetty stores any workflow, and most mistakes
 * only show when a step fails or, worse, silently gets nothing.
 */
public final class Linter {
  private static final int MAX_UNKNOWN = 50;

  private final Set<String> alsoKnown;

  /** A linter that knows the activities of {@link Activities} alone. */
  public Linter() {
    this(Set.of());
  }

  /**
   * A linter that knows more activities.
   *
   * @param alsoKnown names of activities that Jetty says it has; nothing else is known of them
   */
  public Linter(Collection<String> alsoKnown) {
    this.alsoKnown = Set.copyOf(alsoKnown);
  }

  /**
   * Checks a workflow, which may be any JSON. Returns the worst first; at most 50 findings and one
   * that says how many more there are.
   */
  public List<Finding> lint(JsonNode workflow) {
    WorkflowFindings findings = new WorkflowFindings();
    if (!workflow.isObject()) {
      findings.fails(
          "workflow",
          "is not an object",
          "A workflow is an object with init_params, step_configs and steps.");
      return findings.list();
    }
    Outline outline = new Outline(workflow);
    new StructureRules(outline, findings).check();
    check(outline, findings);
    new InitParamRules(outline, findings).check();
    return findings.list();
  }

  private void check(Outline outline, WorkflowFindings findings) {
    ParameterRules parameters = new ParameterRules(alsoKnown, findings);
    References visitor = new References(outline, findings);
    ReferenceRules references = new ReferenceRules(outline, visitor, findings);
    PlaceholderRules placeholders = new PlaceholderRules(outline, visitor);
    ValueRules values = new ValueRules(outline, findings);
    for (WorkflowStep step : outline.steps()) {
      if (step.config().isObject()) {
        parameters.check(step);
        references.check(step);
        placeholders.check(step);
        values.check(step);
      }
    }
  }

  /**
   * The activities of a workflow that {@link Activities} does not know, each once, at most 50. Ask
   * Jetty for its step templates if there are any, and lint with those that it has.
   */
  public static List<String> unknownActivities(JsonNode workflow) {
    return new Outline(workflow)
        .steps().stream()
            .map(WorkflowStep::activityName)
            .filter(name -> !name.isBlank() && !Activities.exists(name))
            .distinct()
            .limit(MAX_UNKNOWN)
            .toList();
  }
}
