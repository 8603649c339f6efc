package io.jettymcp.workflow;

import io.jettymcp.workflow.WorkflowGraph.Child;
import io.jettymcp.workflow.WorkflowGraph.Edge;
import io.jettymcp.workflow.WorkflowGraph.Input;
import io.jettymcp.workflow.WorkflowGraph.Source;
import io.jettymcp.workflow.WorkflowGraph.Step;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the graph of a workflow through the rules that check its path expressions. */
final class GraphReader implements Reference.Visitor {
  /** Keeps the graph of a text with a placeholder every few characters small. */
  private static final int MAX_EDGES = 2_000;

  private final Outline outline;
  private final Map<String, Input> inputs = new LinkedHashMap<>();
  private final Set<Edge> edges = new LinkedHashSet<>();

  GraphReader(JsonNode workflow) {
    outline = new Outline(workflow);
  }

  WorkflowGraph read() {
    outline.initParams().propertyNames().forEach(name -> addInput(name, true));
    ReferenceRules references = new ReferenceRules(outline, this, new WorkflowFindings());
    PlaceholderRules placeholders = new PlaceholderRules(outline, this);
    for (WorkflowStep step : outline.steps()) {
      if (step.config().isObject()) {
        references.check(step);
        placeholders.check(step);
        branches(step);
      }
    }
    Set<String> read = new LinkedHashSet<>();
    edges.stream()
        .filter(edge -> edge.source() == Source.STEP || edge.source() == Source.BRANCH)
        .forEach(edge -> read.add(edge.from()));
    return new WorkflowGraph(
        List.copyOf(inputs.values()),
        outline.steps().stream().map(step -> step(step, !read.contains(step.name()))).toList(),
        List.copyOf(edges));
  }

  private Step step(WorkflowStep step, boolean last) {
    Optional<Activity> activity = step.activity().filter(known -> last);
    return new Step(
        step.name(),
        step.activityName(),
        step.runs(Activities.FAN_OUT) ? child(step) : Optional.empty(),
        activity.stream()
            .flatMap(known -> known.outputs().stream())
            .map(Activity.Output::name)
            .toList());
  }

  private Optional<Child> child(WorkflowStep step) {
    return outline
        .value(step, "child_workflow_name")
        .stringValueOpt()
        .map(
            task ->
                new Child(
                    task, outline.value(step, "item_param_name").stringValueOpt().orElse("")));
  }

  private void branches(WorkflowStep step) {
    if (step.runs(Activities.BRANCH)) {
      for (String branch : List.of("true_step", "false_step")) {
        step.config()
            .path(branch)
            .stringValueOpt()
            .filter(target -> outline.step(target).isPresent())
            .ifPresent(
                target ->
                    add(new Edge(Source.BRANCH, step.name(), target, step.where(branch), "")));
      }
    }
  }

  @Override
  public void visit(Reference from, PathExpression path) {
    String root = path.root();
    Optional<String> input =
        root.equals(PathExpression.INIT_PARAMS) ? path.name(1) : Optional.empty();
    if (input.isPresent()) {
      addInput(input.get(), false);
      add(from, Source.INPUT, input.get(), path.toString());
    } else if (outline.step(root).filter(step -> runsBefore(step, from.step())).isPresent()) {
      add(from, Source.STEP, root, path.toString());
    } else {
      add(from, Source.UNKNOWN, root, path.toString());
    }
  }

  private static boolean runsBefore(WorkflowStep source, WorkflowStep reader) {
    return !source.name().equals(reader.name()) && !References.runsLater(source, reader);
  }

  @Override
  public void visitMalformed(Reference from, String text, PathExpression.Malformed problem) {
    add(from, Source.UNKNOWN, Quoted.shortened(text), Quoted.shortened(text));
  }

  @Override
  public void visitUnfilled(Reference from, PathExpression placeholder) {
    add(from, Source.UNKNOWN, placeholder.root(), placeholder.toString());
  }

  private void add(Reference to, Source source, String from, String expression) {
    add(new Edge(source, from, to.step().name(), to.where(), expression));
  }

  private void add(Edge edge) {
    if (edges.size() < MAX_EDGES) {
      edges.add(edge);
    }
  }

  private void addInput(String name, boolean declared) {
    if (declared || edges.size() < MAX_EDGES) {
      inputs.putIfAbsent(name, new Input(name, declared));
    }
  }
}
