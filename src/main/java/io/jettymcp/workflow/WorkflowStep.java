package io.jettymcp.workflow;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A step that will run, with its config. */
record WorkflowStep(String name, JsonNode config, int position) {
  /** A parameter with this ending holds a path expression for the parameter without it. */
  static final String PATH = "_path";

  /** The position of a step that only a branch can reach. */
  static final int ONLY_BY_BRANCH = Integer.MAX_VALUE;

  static String plainName(String parameter) {
    return parameter.substring(0, parameter.length() - PATH.length());
  }

  static boolean isPath(String parameter) {
    return parameter.length() > PATH.length() && parameter.endsWith(PATH);
  }

  /** The name of the activity as written, or an empty string. */
  String activityName() {
    return config.path("activity").stringValueOpt().orElse("");
  }

  Optional<Activity> activity() {
    return Activities.find(activityName());
  }

  boolean runs(String activity) {
    return activity().filter(known -> known.name().equals(activity)).isPresent();
  }

  boolean has(String parameter) {
    return config.hasNonNull(parameter);
  }

  /** The name under which a parameter is given: the path wins where both forms are. */
  String given(String parameter) {
    return has(parameter + PATH) ? parameter + PATH : parameter;
  }

  /** The path expression of a parameter in the workflow. */
  String path(String parameter) {
    return PathExpression.field(PathExpression.field("step_configs", name), parameter);
  }

  static String placeOf(String step) {
    return "step_configs." + Quoted.shortened(step);
  }

  String where() {
    return placeOf(name);
  }

  String where(String parameter) {
    return where() + "." + Quoted.shortened(parameter);
  }
}
