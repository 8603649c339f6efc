package io.jettymcp.workflow;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Describes a workflow as a graph: from inputs over steps to results, with an edge for each path
 * expression. All texts are as the workflow has them, and can hold anything.
 *
 * @param inputs those that are declared, then those that steps only read
 * @param steps in the order in which they run, then those that only a branch reaches
 */
public record WorkflowGraph(List<Input> inputs, List<Step> steps, List<Edge> edges) {
  /**
   * An input of the run.
   *
   * @param declared whether the workflow has a default for it
   */
  public record Input(String name, boolean declared) {}

  /**
   * A step that runs.
   *
   * @param child the task that a fan-out runs for each item
   * @param results the known outputs of a step that no other step reads
   */
  public record Step(String name, String activity, Optional<Child> child, List<String> results) {
    public Step {
      results = List.copyOf(results);
    }
  }

  /**
   * The task that a fan-out runs.
   *
   * @param input the input of the task that each item becomes; may be empty
   */
  public record Child(String task, String input) {}

  /** Where an edge comes from. */
  public enum Source {
    /** An input. */
    INPUT,
    /** A step that has run by then. */
    STEP,
    /** A branch, which decides whether the target runs. */
    BRANCH,
    /** Nothing that exists by then. */
    UNKNOWN
  }

  /**
   * A path expression, or the choice of a branch.
   *
   * @param from the name of the input or step; of an unknown source, what it is called
   * @param to the name of the step
   * @param where the place in the workflow, as findings name it
   * @param expression empty for the choice of a branch
   */
  public record Edge(Source source, String from, String to, String where, String expression) {
    /** Returns the place within the step, such as {@code prompt_path}. */
    public String parameter() {
      String holder = source == Source.BRANCH ? from : to;
      return where.substring(WorkflowStep.placeOf(holder).length() + 1);
    }
  }

  public WorkflowGraph {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    edges = List.copyOf(edges);
  }

  /** Reads a workflow, which may be any JSON. */
  public static WorkflowGraph of(JsonNode workflow) {
    return new GraphReader(workflow).read();
  }
}
