package io.jettymcp.workflow;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

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
      case Activities.SIMPLE_JUDGE -> judge(step);
      case Activities.FAN_OUT -> fanOut(step);
      case KnownIssues.STUB_ACTIVITY ->
          findings.known(step.where("activity"), KnownIssues.RUNBOOK_STUB);
      default -> {}
    }
  }

  private void chat(WorkflowStep step) {
    if (isList(step)) {
      findings.known(step.where(step.given("prompt")), KnownIssues.PROMPT_IS_LIST);
    }
    String model = outline.value(step, "model").stringValueOpt().orElse("");
    if (model.toLowerCase(Locale.ROOT).contains("haiku") && isLongInput(step)) {
      findings.known(step.where(step.given("prompt")), KnownIssues.NO_CLOSING_REQUEST);
    }
  }

  private boolean isList(WorkflowStep step) {
    if (step.config().path("prompt_path").isArray() || outline.value(step, "prompt").isArray()) {
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
    if (isUrl(image)) {
      findings.known(step.where(parameter), KnownIssues.EXTERNAL_IMAGE);
    } else if (!parameter.equals(ReferenceRules.IMAGE_EXPRESSION)) {
      findings.known(
          step.where(parameter),
          stored ? KnownIssues.STORED_IMAGE_AS_URL : KnownIssues.EXTERNAL_IMAGE);
    }
  }

  private void judge(WorkflowStep step) {
    boolean scale =
        outline.value(step, "judge_type").stringValueOpt().filter("scale"::equals).isPresent();
    JsonNode range = outline.value(step, "score_range");
    boolean numbers =
        range.isNumber()
            || StreamSupport.stream(range.spliterator(), false).anyMatch(JsonNode::isNumber);
    if (numbers && !scale) {
      findings.known(step.where(step.given("score_range")), KnownIssues.JUDGE_SCORE_RANGE);
    }
  }

  private void fanOut(WorkflowStep step) {
    if (!step.has("items_path")) {
      findings.known(
          step.where(step.has("items") ? "items" : "items_path"), KnownIssues.FAN_OUT_ITEMS);
    }
    if (outline.value(step, "child_workflow_name").stringValueOpt().orElse("").contains("/")) {
      findings.known(step.where(step.given("child_workflow_name")), KnownIssues.FAN_OUT_CHILD_NAME);
    }
    if (holdsReference(outline.value(step, "child_init_params"), 0)) {
      findings.known(
          step.where(step.given("child_init_params")), KnownIssues.FAN_OUT_CHILD_EXPRESSIONS);
    }
  }

  private boolean holdsReference(JsonNode value, int depth) {
    if (value.isString()) {
      return Outline.parsed(value.stringValue()).filter(this::isReference).isPresent();
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

  private boolean isReference(PathExpression path) {
    Optional<String> second = path.name(1);
    return path.root().equals(PathExpression.INIT_PARAMS)
        ? second.isPresent()
        : outline.configs().has(path.root()) && second.filter("outputs"::equals).isPresent();
  }

  private static boolean isFilePaths(PathExpression path) {
    return path.root().equals(PathExpression.INIT_PARAMS)
        && path.name(1).filter(ReferenceRules.FILE_PATHS::equals).isPresent();
  }

  private static boolean isUrl(String text) {
    return text.startsWith("https:") || text.startsWith("http:");
  }

  private static Optional<PathExpression> path(WorkflowStep step, String parameter) {
    return step.config().path(parameter).stringValueOpt().flatMap(Outline::parsed);
  }
}
