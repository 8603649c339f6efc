package io.jettymcp.workflow;

import java.util.Optional;
import java.util.Set;

/** Checks that the activity of a step exists and reads the parameters of the step. */
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
    if (known.isEmpty()) {
      findings.warning(
          step.where("activity"),
          "`" + Quoted.shortened(name) + "` is not a known activity",
          () -> Activities.nearest(name),
          "If Jetty does not have it either, the run fails at this step.");
    } else if (!known.get().name().equals(name)) {
      findings.warning(
          step.where("activity"),
          "`" + name + "` is another name of an activity",
          () -> Optional.of(known.get().name()),
          "Only some of Jetty's texts use this name, and it may not run.");
    }
  }

  private void parameter(WorkflowStep step, String parameter) {
    Optional<Activity> activity = step.activity();
    if (activity.isEmpty()) {
      return;
    }
    String name = activity.get().name();
    String what = name + " does not read `" + Quoted.shortened(parameter) + "`";
    Optional<KnownIssue> issue = KnownIssues.ofParameter(name, parameter);
    if (issue.isPresent()) {
      String right = issue.get().parameters().getOrDefault(parameter, issue.get().right());
      findings.known(step.where(parameter), what, right, issue.get());
    } else if (!activity.get().reads(parameter)) {
      findings.warning(
          step.where(parameter),
          what,
          () -> Quoted.nearest(parameter, activity.get().spellings()),
          "A parameter that the activity does not read is ignored.");
    }
  }

  private void bothForms(WorkflowStep step, String parameter) {
    String plain = Quoted.shortened(WorkflowStep.plainName(parameter));
    findings.known(
        step.where(parameter),
        "`" + plain + "` is given as well",
        KnownIssues.PLAIN_AND_PATH.right(),
        KnownIssues.PLAIN_AND_PATH);
  }
}
