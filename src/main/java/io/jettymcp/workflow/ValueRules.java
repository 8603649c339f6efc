package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Checks values of parameters for known issues that no name reveals. */
final class ValueRules {
  /** Above about a thousand words a small model loses sight of the request before them. */
  private static final int LONG_PROMPT = 4000;

  private static final int MAX_DEPTH = 12;

  private final Outline outline;
  private final WorkflowFindings findings;

  ValueRules(Outline outline, WorkflowFindings findings) {
    this.outline = outline;
    this.findings = findings;
  }

  void check(WorkflowStep step) {
    String activity = step.activity().map(Activity::name).orElse(step.activityName());
    switch (activity) {
      case Activities.LITELLM_CHAT -> chat(step);
      case Activities.LITELLM_VISION -> vision(step);
      case Activities.SIMPLE_JUDGE -> new JudgeRules(outline, findings).check(step);
      case Activities.FAN_OUT -> fanOut(step);
      case KnownIssues.STUB_ACTIVITY ->
          findings.known(step.where("activity"), KnownIssues.RUNBOOK_STUB);
      default -> {}
    }
  }

  private void chat(WorkflowStep step) {
    if (isList(step)) {
      known(step, step.given("prompt"), Severity.FAILS, KnownIssues.PROMPT_IS_LIST);
    } else if (outline.value(step, "prompt").isArray()) {
      known(step, step.given("prompt"), Severity.DOUBTFUL, KnownIssues.PROMPT_IS_LIST);
    }
    String model = outline.value(step, "model").stringValueOpt().orElse("");
    if (model.toLowerCase(Locale.ROOT).contains("haiku") && isLongInput(step)) {
      findings.known(step.where(step.given("prompt")), KnownIssues.NO_CLOSING_REQUEST);
    }
  }

  /** Reports an issue, which is doubtful where it depends on a default that a run can replace. */
  private void known(WorkflowStep step, String parameter, Severity severity, KnownIssue issue) {
    findings.known(
        severity,
        step.where(parameter),
        issue.activity() + ": " + issue.wrong(),
        Fix.of(issue.right()),
        issue);
  }

  private boolean isList(WorkflowStep step) {
    if (step.config().path(step.given("prompt")).isArray()) {
      return true;
    }
    Optional<PathExpression> path = path(step, "prompt_path");
    return path.filter(p -> p.givesArray() || (isFilePaths(p) && p.parts().size() == 2)).isPresent()
        || path.flatMap(this::wholeOutput).filter(Activity.Output::list).isPresent();
  }

  /** The output that an expression takes as it is, if the activity is known to give it. */
  private Optional<Activity.Output> wholeOutput(PathExpression path) {
    return path.parts().size() == 3 && path.name(1).filter("outputs"::equals).isPresent()
        ? outline
            .step(path.root())
            .flatMap(WorkflowStep::activity)
            .flatMap(activity -> path.name(2).flatMap(activity::output))
        : Optional.empty();
  }

  /** A document by itself has no request after its end. */
  private boolean isLongInput(WorkflowStep step) {
    boolean document =
        path(step, "prompt_path")
            .flatMap(path -> outline.step(path.root()))
            .filter(s -> s.runs(Activities.READ_UPLOAD) || s.runs(Activities.TEXT_SPLIT))
            .isPresent();
    return document
        || outline.value(step, "prompt").stringValueOpt().orElse("").length() > LONG_PROMPT;
  }

  private void vision(WorkflowStep step) {
    for (String parameter :
        List.of(ReferenceRules.IMAGE_EXPRESSION, "image_url", "image_url_path")) {
      if (step.has(parameter)) {
        image(step, parameter);
      }
    }
  }

  private void image(WorkflowStep step, String parameter) {
    boolean expression = !parameter.equals("image_url");
    String text = step.config().path(parameter).stringValueOpt().orElse("");
    Optional<PathExpression> path = Outline.parsed(text).filter(parsed -> expression);
    String image = path.isPresent() ? outline.initParam(text).stringValueOpt().orElse("") : text;
    boolean stored =
        path.filter(p -> isFilePaths(p) || !p.root().equals(PathExpression.INIT_PARAMS)).isPresent()
            || (!image.isBlank() && !isUrl(image));
    if (parameter.equals(ReferenceRules.IMAGE_EXPRESSION)) {
      if (isUrl(image)) {
        Severity severity = path.isPresent() ? Severity.DOUBTFUL : Severity.FAILS;
        known(step, parameter, severity, KnownIssues.EXTERNAL_IMAGE);
      }
    } else if (isUrl(image) || !stored) {
      findings.known(step.where(parameter), KnownIssues.EXTERNAL_IMAGE);
    } else {
      String right = ReferenceRules.IMAGE_EXPRESSION;
      boolean moves = expression && !step.has(right);
      findings.known(
          step.where(parameter),
          moves ? Fix.rename(step, parameter, right) : Fix.of(right),
          KnownIssues.STORED_IMAGE_AS_URL);
    }
  }

  private void fanOut(WorkflowStep step) {
    if (!step.has("items_path")) {
      findings.known(
          step.where(step.has("items") ? "items" : "items_path"),
          itemsFix(step),
          KnownIssues.FAN_OUT_ITEMS);
    }
    childName(step);
    if (holdsReference(outline.value(step, "child_init_params"), 0)) {
      findings.known(
          step.where(step.given("child_init_params")), KnownIssues.FAN_OUT_CHILD_EXPRESSIONS);
    }
  }

  private Fix itemsFix(WorkflowStep step) {
    String right = KnownIssues.FAN_OUT_ITEMS.right();
    if (!step.config().path("items").isArray() || outline.initParams().has("items")) {
      return Fix.of(right);
    }
    return Fix.of(
        right,
        Change.set(PathExpression.INIT_PARAMS + ".items", step.config().path("items")),
        Change.remove(step.path("items")),
        Change.set(
            step.path("items_path"),
            JsonNodeFactory.instance.stringNode(PathExpression.INIT_PARAMS + ".items")));
  }

  private void childName(WorkflowStep step) {
    String parameter = step.given("child_workflow_name");
    String name = outline.value(step, "child_workflow_name").stringValueOpt().orElse("");
    if (!name.contains("/")) {
      return;
    }
    KnownIssue issue = KnownIssues.FAN_OUT_CHILD_NAME;
    if (WorkflowStep.isPath(parameter)) {
      known(step, parameter, Severity.DOUBTFUL, issue);
    } else {
      String alone = name.substring(name.lastIndexOf('/') + 1);
      findings.known(
          step.where(parameter),
          Fix.set(issue.right(), step.path(parameter), JsonNodeFactory.instance.stringNode(alone)),
          issue);
    }
  }

  private boolean holdsReference(JsonNode value, int depth) {
    if (value.isString()) {
      return Outline.parsed(value.stringValue()).filter(outline::isReference).isPresent();
    }
    if (depth > MAX_DEPTH) {
      return false;
    }
    for (JsonNode item : value) {
      if (holdsReference(item, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFilePaths(PathExpression path) {
    return path.root().equals(PathExpression.INIT_PARAMS)
        && path.name(1).filter(References.FILE_PATHS::equals).isPresent();
  }

  private static boolean isUrl(String text) {
    return text.startsWith("https:") || text.startsWith("http:");
  }

  private static Optional<PathExpression> path(WorkflowStep step, String parameter) {
    return step.config().path(parameter).stringValueOpt().flatMap(Outline::parsed);
  }
}
