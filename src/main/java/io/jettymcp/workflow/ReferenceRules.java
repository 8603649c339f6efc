package io.jettymcp.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Checks that each path expression points at an input or at an output of an earlier step. */
final class ReferenceRules {
  static final String IMAGE_EXPRESSION = "image_path_expr";

  /** Set at run time for uploaded files, declared or not. */
  static final String FILE_PATHS = "file_paths";

  /** Parameters that hold data for another program, in which any name may end in _path. */
  private static final Set<String> DATA =
      Set.of(
          "child_init_params",
          "extract_keys",
          "template_variables",
          "response_format",
          "mcp_servers",
          "agent_env");

  private static final int MAX_DEPTH = 12;

  private final Outline outline;
  private final WorkflowFindings findings;

  ReferenceRules(Outline outline, WorkflowFindings findings) {
    this.outline = outline;
    this.findings = findings;
  }

  void check(WorkflowStep step) {
    for (Map.Entry<String, JsonNode> parameter : step.config().properties()) {
      String name = parameter.getKey();
      JsonNode value = parameter.getValue();
      boolean sure = step.activity().filter(known -> known.names(name)).isPresent();
      if (name.equals("extract_keys") && step.runs(Activities.FAN_IN)) {
        childExpressions(step, value);
      } else if (holdsExpression(name)) {
        expressions(new Use(step, step.where(name), sure), value);
      } else if (!DATA.contains(name)) {
        nested(new Use(step, step.where(name), sure), value, 1);
      }
    }
  }

  private static boolean holdsExpression(String name) {
    return WorkflowStep.isPath(name) || name.equals(IMAGE_EXPRESSION);
  }

  private void nested(Use use, JsonNode value, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    if (value.isArray()) {
      int index = 0;
      for (JsonNode item : value) {
        nested(use.at(use.where() + "[" + index++ + "]"), item, depth + 1);
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      Use inside = use.at(use.where() + "." + Quoted.shortened(field.getKey()));
      if (holdsExpression(field.getKey()) && !field.getValue().isObject()) {
        expressions(inside, field.getValue());
      } else {
        nested(inside, field.getValue(), depth + 1);
      }
    }
  }

  private void expressions(Use use, JsonNode value) {
    if (value.isString()) {
      expression(use, value.stringValue());
    } else if (value.isArray()) {
      int index = 0;
      for (JsonNode item : value) {
        Use each = use.at(use.where() + "[" + index++ + "]");
        item.stringValueOpt().ifPresentOrElse(text -> expression(each, text), () -> noText(each));
      }
    } else if (!value.isNull()) {
      noText(use);
    }
  }

  private void noText(Use use) {
    report(
        use,
        "is not a path expression",
        Optional::empty,
        "A parameter that ends in _path holds a path expression, which is a string.");
  }

  private void expression(Use use, String text) {
    PathExpression path;
    try {
      path = PathExpression.parse(text);
    } catch (PathExpression.Malformed e) {
      report(
          use,
          "`" + Quoted.shortened(text) + "` is not a path expression: " + e.getMessage(),
          Optional::empty,
          "The value stays empty or the step fails, because nothing can be looked up.");
      return;
    }
    if (path.root().equals(PathExpression.INIT_PARAMS)) {
      initParam(use, path);
    } else {
      output(use, path);
    }
  }

  private void initParam(Use use, PathExpression path) {
    Optional<String> name = path.name(1);
    if (!outline.initParams().isObject()
        || name.filter(n -> n.equals(FILE_PATHS) || outline.initParams().has(n)).isPresent()) {
      return;
    }
    String declared = name.orElse("");
    findings.error(
        use.where(),
        name.isPresent()
            ? "there is no init param `" + Quoted.shortened(declared) + "`"
            : "`" + Quoted.shortened(path.toString()) + "` names no init param",
        () ->
            Quoted.nearest(declared, outline.initParams().propertyNames())
                .map(near -> PathExpression.INIT_PARAMS + "." + near),
        "The step gets nothing unless each run passes it.");
  }

  private void output(Use use, PathExpression path) {
    String root = path.root();
    Optional<WorkflowStep> source = outline.step(root);
    String quoted = "the step `" + Quoted.shortened(root) + "`";
    if (source.isEmpty()) {
      noStep(use, path, quoted);
    } else if (root.equals(use.step().name())) {
      findings.error(
          use.where(), quoted + " points at itself", "A step has no outputs yet when it starts.");
    } else if (runsLater(source.get(), use.step())) {
      findings.error(
          use.where(),
          quoted + " runs later than this one",
          "Steps run in the order of steps, so there are no outputs yet.");
    } else {
      outputName(use, path, source.get());
    }
  }

  private static boolean runsLater(WorkflowStep source, WorkflowStep reader) {
    return source.position() != WorkflowStep.ONLY_BY_BRANCH
        && source.position() > reader.position();
  }

  private void noStep(Use use, PathExpression path, String quoted) {
    if (outline.configs().has(path.root())) {
      findings.error(
          use.where(), quoted + " is not in steps", "It never runs, so there are no outputs.");
      return;
    }
    boolean sure =
        use.sure() || path.name(1).filter(Set.of("inputs", "outputs")::contains).isPresent();
    report(
        new Use(use.step(), use.where(), sure),
        "there is no step `" + Quoted.shortened(path.root()) + "`",
        () -> Quoted.nearest(path.root(), roots()),
        "An expression starts with init_params or the name of an earlier step; this one finds nothing.");
  }

  private List<String> roots() {
    return Stream.concat(
            Stream.of(PathExpression.INIT_PARAMS), outline.steps().stream().map(WorkflowStep::name))
        .toList();
  }

  private void outputName(Use use, PathExpression path, WorkflowStep source) {
    Optional<String> part = path.name(1);
    if (part.filter(Set.of("inputs", "outputs")::contains).isEmpty()) {
      findings.warning(
          use.where(),
          "`"
              + Quoted.shortened(path.toString())
              + "` names neither inputs nor outputs of the step",
          () -> part.map(name -> Quoted.shortened(source.name() + ".outputs." + name)),
          "A step holds its data under inputs and outputs, so this finds nothing.");
      return;
    }
    Optional<Activity> activity = source.activity();
    Optional<String> output = path.name(2).filter(name -> part.get().equals("outputs"));
    if (output.isPresent() && activity.isPresent()) {
      outputOf(use, activity.get(), output.get());
    }
  }

  private void outputOf(Use use, Activity activity, String output) {
    String what = activity.name() + " has no output `" + Quoted.shortened(output) + "`";
    Optional<KnownIssue> issue = KnownIssues.ofOutput(activity.name(), output);
    if (issue.isPresent()) {
      String right = issue.get().outputs().getOrDefault(output, issue.get().right());
      findings.known(use.where(), what, right, issue.get());
    } else if (!activity.givesOthers() && activity.output(output).isEmpty()) {
      List<String> known = activity.outputs().stream().map(Activity.Output::name).toList();
      findings.warning(
          use.where(),
          what,
          () -> Quoted.nearest(output, known).or(() -> Optional.of(String.join(", ", known))),
          "The step gets nothing, and the run does not say so.");
    }
  }

  /** Checks the syntax only: the values point into trajectories of other tasks. */
  private void childExpressions(WorkflowStep step, JsonNode keys) {
    if (!keys.isObject()) {
      findings.error(
          step.where("extract_keys"),
          "is not an object",
          "It maps the name of each result to its place in a child's run.");
    }
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      Use use =
          new Use(step, step.where("extract_keys") + "." + Quoted.shortened(key.getKey()), true);
      Optional<String> text = key.getValue().stringValueOpt();
      if (text.isEmpty()) {
        noText(use);
      } else if (Outline.parsed(text.get()).isEmpty()) {
        findings.error(
            use.where(),
            "`" + Quoted.shortened(text.get()) + "` is not a path expression",
            "Nothing can be looked up in the runs of the children.");
      }
    }
  }

  /** Reports a warning where the activity is unknown, as its _path may be a plain value. */
  private void report(Use use, String what, Supplier<Optional<String>> fix, String why) {
    if (use.sure()) {
      findings.error(use.where(), what, fix, why);
    } else {
      findings.warning(use.where(), what, fix, why);
    }
  }

  /** A place in a step, and whether it certainly holds an expression. */
  private record Use(WorkflowStep step, String where, boolean sure) {
    Use at(String place) {
      return new Use(step, place, sure);
    }
  }
}
