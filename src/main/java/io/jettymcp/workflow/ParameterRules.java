package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** Checks the activity of a step and the names of its parameters. */
final class ParameterRules {
  private final Set<String> alsoKnown;
  private final WorkflowFindings findings;

  ParameterRules(Set<String> alsoKnown, WorkflowFindings findings) {
    this.alsoKnown = alsoKnown;
    this.findings = findings;
  }

  void check(WorkflowStep step) {
    activity(step);
    for (String parameter : step.config().propertyNames()) {
      if (!parameter.equals("activity")) {
        parameter(step, parameter);
      }
      if (WorkflowStep.isPath(parameter)
          && step.has(parameter)
          && step.has(WorkflowStep.plainName(parameter))) {
        bothForms(step, parameter);
      }
    }
  }

  private void activity(WorkflowStep step) {
    String name = step.activityName();
    if (name.isBlank() || alsoKnown.contains(name) || name.equals(KnownIssues.STUB_ACTIVITY)) {
      return;
    }
    Optional<Activity> known = step.activity();
    String where = step.where("activity");
    if (!Activities.exists(name)) {
      findings.doubtful(
          where,
          "the activity `" + Quoted.shortened(name) + "` is not known here",
          () -> Activities.nearest(name).map(near -> activity(step, near)),
          "Jetty has activities that are not documented; if this is none of them, the run fails at"
              + " this step.");
    } else if (known.isPresent() && !known.get().name().equals(name)) {
      findings.doubtful(
          where,
          "`" + name + "` is another name of an activity",
          () -> known.map(activity -> activity(step, activity.name())),
          "Only some of Jetty's texts use this name, and it may not run.");
    }
  }

  private static Fix activity(WorkflowStep step, String name) {
    return Fix.set(name, step.path("activity"), JsonNodeFactory.instance.stringNode(name));
  }

  private void parameter(WorkflowStep step, String parameter) {
    Optional<Activity> activity = step.activity();
    if (activity.isEmpty()) {
      return;
    }
    String name = activity.get().name();
    Optional<KnownIssue> issue = KnownIssues.ofParameter(name, parameter);
    if (issue.isPresent()) {
      known(step, parameter, issue.get());
    } else if (!activity.get().reads(parameter)) {
      findings.doubtful(
          step.where(parameter),
          "`" + Quoted.shortened(parameter) + "` is not known here as a parameter of " + name,
          () ->
              Quoted.nearest(parameter, activity.get().spellings())
                  .map(near -> rename(step, parameter, near)),
          "The list of parameters is not complete: Jetty may read it, or it is a slip.");
    }
  }

  /** Where the right name is there as well, the wrong one does no harm. */
  private void known(WorkflowStep step, String parameter, KnownIssue issue) {
    String right = issue.parameters().getOrDefault(parameter, issue.right());
    String what =
        step.activity().map(Activity::name).orElse("")
            + " does not read `"
            + Quoted.shortened(parameter)
            + "`";
    if (isGiven(step, right)) {
      findings.known(
          Severity.DOUBTFUL,
          step.where(parameter),
          what + ", and `" + right + "` is there as well",
          Fix.remove("remove it", step.path(parameter)),
          issue);
    } else {
      findings.known(
          issue.severity(),
          step.where(parameter),
          what,
          issue.renames() ? rename(step, parameter, right) : Fix.of(right),
          issue);
    }
  }

  private static boolean isGiven(WorkflowStep step, String parameter) {
    String plain = WorkflowStep.isPath(parameter) ? WorkflowStep.plainName(parameter) : parameter;
    return step.has(plain) || step.has(plain + WorkflowStep.PATH);
  }

  private static Fix rename(WorkflowStep step, String parameter, String right) {
    return step.has(right) ? Fix.of(right) : Fix.rename(step, parameter, right);
  }

  private void bothForms(WorkflowStep step, String parameter) {
    String plain = WorkflowStep.plainName(parameter);
    findings.known(
        KnownIssues.PLAIN_AND_PATH.severity(),
        step.where(parameter),
        "`" + Quoted.shortened(plain) + "` is given as well",
        Fix.of(KnownIssues.PLAIN_AND_PATH.right()),
        KnownIssues.PLAIN_AND_PATH);
  }
}
