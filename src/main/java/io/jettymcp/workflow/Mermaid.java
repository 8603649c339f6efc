package io.jettymcp.workflow;

import io.jettymcp.workflow.WorkflowGraph.Edge;
import io.jettymcp.workflow.WorkflowGraph.Input;
import io.jettymcp.workflow.WorkflowGraph.Source;
import io.jettymcp.workflow.WorkflowGraph.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a graph as a flowchart of Mermaid, of bounded size. Names come from others, so each becomes
 * a quoted label in which every character that Mermaid or HTML may read is an entity; the ids of
 * nodes are ours.
 */
public final class Mermaid {
  private static final int MAX_INPUTS = 40;
  private static final int MAX_STEPS = 100;
  private static final int MAX_EDGES = 200;

  /** In characters of a label, before and after the escapes. */
  private static final int MAX_LABEL = 40;

  private static final int MAX_ESCAPED = 90;

  private final StringBuilder text = new StringBuilder("flowchart TD\n");
  private final Map<String, String> inputs = new HashMap<>();
  private final Map<String, String> steps = new HashMap<>();
  private final Map<String, String> unknown = new HashMap<>();
  private final List<String> dashed = new ArrayList<>();

  private Mermaid() {}

  /** Returns the text of the flowchart, which ends in a line break. */
  public static String of(WorkflowGraph graph) {
    Mermaid chart = new Mermaid();
    graph.inputs().stream().limit(MAX_INPUTS).forEach(chart::input);
    chart.more(graph.inputs().size() - MAX_INPUTS, "inputs");
    graph.steps().stream().limit(MAX_STEPS).forEach(chart::step);
    chart.more(graph.steps().size() - MAX_STEPS, "steps");
    graph.edges().stream().limit(MAX_EDGES).forEach(chart::edge);
    chart.more(graph.edges().size() - MAX_EDGES, "edges");
    chart.classes();
    return chart.text.toString();
  }

  private void input(Input input) {
    String id = "i" + inputs.size();
    inputs.put(input.name(), id);
    line(id + "([\"" + label(input.name()) + "\"])");
    if (!input.declared()) {
      dashed.add(id);
    }
  }

  private void step(Step step) {
    int number = steps.size();
    String id = "s" + number;
    steps.put(step.name(), id);
    line(
        id
            + "[\""
            + label(step.name())
            + (step.activity().isEmpty() ? "" : "<br>" + label(step.activity()))
            + "\"]");
    step.child()
        .ifPresent(
            child -> {
              line(
                  id
                      + " -.->|\""
                      + label(
                          child.input().isEmpty() ? "each item" : "each item as " + child.input())
                      + "\"| c"
                      + number);
              line("c" + number + "[[\"" + label(child.task()) + "\"]]");
            });
    if (!step.results().isEmpty()) {
      line(id + " --> o" + number);
      line("o" + number + "([\"" + label(String.join(", ", step.results())) + "\"])");
    }
  }

  private void edge(Edge edge) {
    String to = steps.get(edge.to());
    String from = edge.source() == Source.INPUT ? inputs.get(edge.from()) : steps.get(edge.from());
    if (edge.source() == Source.UNKNOWN && to != null) {
      from = unknown.computeIfAbsent(edge.from(), this::unknown);
    }
    if (from != null && to != null) {
      String arrow = edge.source() == Source.BRANCH ? " -.->|\"" : " -->|\"";
      line(from + arrow + label(name(edge)) + "\"| " + to);
    }
  }

  /** Names what an edge takes and the parameter that it goes to. */
  private static String name(Edge edge) {
    String parameter = edge.parameter();
    String plain = WorkflowStep.isPath(parameter) ? WorkflowStep.plainName(parameter) : parameter;
    String taken = edge.source() == Source.UNKNOWN ? "" : taken(edge);
    return taken.isEmpty() || taken.equals(plain) ? plain : taken + " to " + plain;
  }

  private static String taken(Edge edge) {
    int start = (edge.source() == Source.INPUT ? PathExpression.INIT_PARAMS.length() + 1 : 0);
    String rest = edge.expression();
    rest = rest.length() < start + edge.from().length() ? "" : rest.substring(start);
    rest = rest.substring(Math.min(rest.length(), edge.from().length()));
    rest = rest.startsWith(".outputs.") ? rest.substring(".outputs".length()) : rest;
    return rest.startsWith(".") ? rest.substring(1) : rest;
  }

  private String unknown(String name) {
    String id = "u" + unknown.size();
    line(id + "{{\"" + label(name) + "\"}}");
    dashed.add(id);
    return id;
  }

  private void classes() {
    if (!dashed.isEmpty()) {
      line("classDef missing stroke:red,stroke-dasharray:4");
      line("class " + String.join(",", dashed) + " missing");
    }
  }

  private void more(int count, String what) {
    if (count > 0) {
      line("more_" + what + "[\"" + count + " more " + what + "\"]");
    }
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }

  private static String label(String name) {
    StringBuilder label = new StringBuilder();
    int[] points = Quoted.shortened(name).codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (i == MAX_LABEL || label.length() > MAX_ESCAPED) {
        return label.append('…').toString();
      }
      // A dot or dash before a blank begins a list of Markdown.
      boolean list = i + 1 < points.length && points[i + 1] == ' ';
      if (Character.isLetterOrDigit(points[i])
          || "_ ,()[]".indexOf(points[i]) >= 0
          || (".-".indexOf(points[i]) >= 0 && !list)) {
        label.appendCodePoint(points[i]);
      } else {
        label.append('#').append(points[i]).append(';');
      }
    }
    return label.isEmpty() ? "#8709;" : label.toString();
  }
}
