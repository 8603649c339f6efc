package io.jettymcp.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Resolves which steps of a workflow run, in which order and with which inputs. */
final class Outline {
  private final JsonNode workflow;
  private final Map<String, Integer> order = new LinkedHashMap<>();

  Outline(JsonNode workflow) {
    this.workflow = workflow;
    int position = 0;
    for (JsonNode step : workflow.path("steps")) {
      int here = position++;
      step.stringValueOpt().filter(configs()::has).ifPresent(s -> order.putIfAbsent(s, here));
    }
    // A target may itself be a branch, so the list grows while it is walked.
    List<String> reached = new ArrayList<>(order.keySet());
    for (int i = 0; i < reached.size(); i++) {
      for (String target : targets(configs().path(reached.get(i)))) {
        if (configs().has(target)
            && order.putIfAbsent(target, WorkflowStep.ONLY_BY_BRANCH) == null) {
          reached.add(target);
        }
      }
    }
  }

  JsonNode section(String name) {
    return workflow.path(name);
  }

  JsonNode configs() {
    return workflow.path("step_configs");
  }

  JsonNode initParams() {
    return workflow.path(PathExpression.INIT_PARAMS);
  }

  /** The steps that run, each once, whatever their configs look like. */
  List<WorkflowStep> steps() {
    return order.entrySet().stream()
        .map(e -> new WorkflowStep(e.getKey(), configs().path(e.getKey()), e.getValue()))
        .toList();
  }

  Optional<WorkflowStep> step(String name) {
    return Optional.ofNullable(order.get(name))
        .map(position -> new WorkflowStep(name, configs().path(name), position));
  }

  /** The value of a parameter as far as the workflow has it: given, or an input's default. */
  JsonNode value(WorkflowStep step, String parameter) {
    JsonNode expression = step.config().path(parameter + WorkflowStep.PATH);
    return expression.isString()
        ? initParam(expression.stringValue())
        : step.config().path(parameter);
  }

  /** The default that an expression points at; missing if it points elsewhere or nowhere. */
  JsonNode initParam(String expression) {
    return parsed(expression)
        .filter(path -> path.root().equals(PathExpression.INIT_PARAMS))
        .map(path -> path.evaluate(workflow))
        .orElse(MissingNode.getInstance());
  }

  /** Returns whether an expression names an input, or an output of a step that has a config. */
  boolean isReference(PathExpression path) {
    Optional<String> second = path.name(1);
    return path.root().equals(PathExpression.INIT_PARAMS)
        ? second.isPresent()
        : configs().has(path.root()) && second.filter("outputs"::equals).isPresent();
  }

  static Optional<PathExpression> parsed(String expression) {
    try {
      return Optional.of(PathExpression.parse(expression));
    } catch (PathExpression.Malformed e) {
      return Optional.empty();
    }
  }

  private static List<String> targets(JsonNode config) {
    List<String> targets = new ArrayList<>();
    if (config.path("activity").stringValueOpt().filter(Activities.BRANCH::equals).isPresent()) {
      config.path("true_step").stringValueOpt().ifPresent(targets::add);
      config.path("false_step").stringValueOpt().ifPresent(targets::add);
    }
    return targets;
  }
}
