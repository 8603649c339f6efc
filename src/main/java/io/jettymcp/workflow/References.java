package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;
import io.jettymcp.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/** Checks that a path expression points at an input or at an output of an earlier step. */
final class References implements Reference.Visitor {
  /** Set at run time for uploaded files, declared or not. */
  static final String FILE_PATHS = "file_paths";

  /** A root that only a draft of Jetty's makers uses. */
  private static final String ENVIRONMENT = "env";

  private static final Set<String> SECTIONS = Set.of("inputs", "outputs");

  private final Outline outline;
  private final WorkflowFindings findings;

  References(Outline outline, WorkflowFindings findings) {
    this.outline = outline;
    this.findings = findings;
  }

  @Override
  public void visit(Reference from, PathExpression path) {
    if (path.root().equals(PathExpression.INIT_PARAMS)) {
      initParam(from, path);
    } else {
      output(from, path);
    }
  }

  @Override
  public void visitMalformed(Reference from, String text, PathExpression.Malformed problem) {
    add(
        Severity.FAILS,
        from,
        "`" + Quoted.shortened(text) + "` is not a path expression: " + problem.getMessage(),
        "The value stays empty or the step fails, because nothing can be looked up.");
  }

  @Override
  public void visitUnfilled(Reference from, PathExpression placeholder) {
    findings.doubtful(
        from.where(),
        "nothing here fills `{{" + Quoted.shortened(placeholder.toString()) + "}}`",
        () ->
            Quoted.nearest(placeholder.root(), outline.initParams().propertyNames())
                .map(near -> Fix.of("{{" + near + "}}")),
        "Either each run passes an init param of that name, or the name is a slip and the text"
            + " keeps its braces.");
  }

  private void initParam(Reference from, PathExpression path) {
    Optional<String> name = path.name(1);
    if (!outline.initParams().isObject()
        || name.filter(n -> n.equals(FILE_PATHS) || outline.initParams().has(n)).isPresent()) {
      return;
    }
    String declared = name.orElse("");
    findings.doubtful(
        from.where(),
        name.isPresent()
            ? "there is no init param `" + Quoted.shortened(declared) + "`"
            : "`" + Quoted.shortened(path.toString()) + "` names no init param",
        () ->
            near(declared, outline.initParams().propertyNames())
                .map(near -> replaced(from, path, PathExpression.INIT_PARAMS + "." + near, 2)),
        "Either each run passes it (a fan-out passes its item like this), or the name is a slip and"
            + " the step gets nothing.");
  }

  private void output(Reference from, PathExpression path) {
    String root = path.root();
    Optional<WorkflowStep> source = outline.step(root);
    String quoted = "the step `" + Quoted.shortened(root) + "`";
    if (source.isEmpty()) {
      noStep(from, path, quoted);
    } else if (root.equals(from.step().name())) {
      add(
          Severity.FAILS,
          from,
          quoted + " points at itself",
          "A step has no outputs yet when it starts.");
    } else if (runsLater(source.get(), from.step())) {
      add(
          Severity.FAILS,
          from,
          quoted + " runs later than this one",
          "Steps run in the order of steps, so there are no outputs yet.");
    } else {
      outputName(from, path, source.get());
    }
  }

  static boolean runsLater(WorkflowStep source, WorkflowStep reader) {
    return source.position() != WorkflowStep.ONLY_BY_BRANCH
        && source.position() > reader.position();
  }

  private void noStep(Reference from, PathExpression path, String quoted) {
    if (outline.configs().has(path.root())) {
      add(
          Severity.FAILS,
          from,
          quoted + " is not in steps",
          "It never runs, so there are no outputs.");
    } else if (path.root().equals(ENVIRONMENT) && path.parts().size() > 1) {
      findings.doubtful(
          from.where(),
          "`" + Quoted.shortened(path.toString()) + "` reads an environment variable",
          "Only a draft of Jetty's makers does so; it may find nothing.");
    } else {
      boolean certain =
          from.kind() == Reference.Kind.PARAMETER
              || (from.kind() == Reference.Kind.UNKNOWN_PARAMETER && namesSection(path));
      findings.add(
          certain ? Severity.FAILS : Severity.DOUBTFUL,
          from.where(),
          "there is no step `" + Quoted.shortened(path.root()) + "`",
          () -> near(path.root(), roots()).map(near -> replaced(from, path, near, 1)),
          "An expression starts with init_params or the name of an earlier step; this one finds"
              + " nothing.");
    }
  }

  private static boolean namesSection(PathExpression path) {
    return path.name(1).filter(SECTIONS::contains).isPresent();
  }

  private List<String> roots() {
    return Stream.concat(
            Stream.of(PathExpression.INIT_PARAMS), outline.steps().stream().map(WorkflowStep::name))
        .toList();
  }

  private void outputName(Reference from, PathExpression path, WorkflowStep source) {
    if (!namesSection(path)) {
      findings.add(
          from.atMost(Severity.LOSES),
          from.where(),
          "`"
              + Quoted.shortened(path.toString())
              + "` names neither inputs nor outputs of the step",
          () ->
              path.name(1).map(name -> replaced(from, path, source.name() + ".outputs." + name, 2)),
          "A step holds its data under inputs and outputs, so this finds nothing.");
      return;
    }
    Optional<Activity> activity = source.activity();
    Optional<String> output =
        path.name(2).filter(name -> path.name(1).filter("outputs"::equals).isPresent());
    if (output.isPresent() && activity.isPresent()) {
      outputOf(from, path, activity.get(), output.get());
    }
  }

  private void outputOf(Reference from, PathExpression path, Activity activity, String output) {
    Optional<KnownIssue> issue = KnownIssues.ofOutput(activity.name(), output);
    Optional<Activity.Output> known = activity.output(output);
    if (issue.isPresent()) {
      String right = issue.get().outputs().getOrDefault(output, issue.get().right());
      findings.known(
          from.atMost(issue.get().severity()),
          from.where(),
          activity.name() + " has no output `" + Quoted.shortened(output) + "`",
          new Fix(right, replaced(from, path, path.root() + ".outputs." + right, 3).changes()),
          issue.get());
    } else if (known.filter(Activity.Output::list).isPresent() && path.name(3).isPresent()) {
      findings.add(
          from.atMost(Severity.LOSES),
          from.where(),
          "`" + Quoted.shortened(output) + "` is a list, which has no names",
          () -> Optional.of(replaced(from, path, path.root() + ".outputs." + output + "[0]", 3)),
          "Only an item of it, such as [0], or each, [*], has fields, so this finds nothing.");
    } else if (known.isEmpty() && !activity.givesOthers()) {
      List<String> names = activity.outputs().stream().map(Activity.Output::name).toList();
      findings.doubtful(
          from.where(),
          "`" + Quoted.shortened(output) + "` is not known here as an output of " + activity.name(),
          () ->
              near(output, names)
                  .map(
                      near ->
                          new Fix(
                              near,
                              replaced(from, path, path.root() + ".outputs." + near, 3).changes()))
                  .or(() -> Optional.of(Fix.of(String.join(", ", names)))),
          "Jetty may have it; if not, the step gets nothing and the run does not say so.");
    }
  }

  /** Replaces the first parts of an expression, and in a text leaves the change to its author. */
  private static Fix replaced(Reference from, PathExpression path, String start, int parts) {
    String whole = start + path.after(parts);
    return from.kind() == Reference.Kind.TEXT
        ? Fix.of(whole)
        : Fix.set(Quoted.shortened(whole), from.path(), JsonNodeFactory.instance.stringNode(whole));
  }

  private static Optional<String> near(String name, Collection<String> known) {
    return NearestName.of(name, known).filter(near -> near.equals(Quoted.shortened(near)));
  }

  private void add(Severity severity, Reference from, String what, String why) {
    Supplier<Optional<Fix>> none = Fix.none();
    findings.add(from.atMost(severity), from.where(), what, none, why);
  }
}
