package io.jettymcp.simulator;

import io.jettymcp.workflow.PathExpression;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The inputs of a step, worked out from its config: {@code x_path} looks up {@code x} and wins over
 * a plain {@code x}. Only parameters at the top are looked up; a path inside an object stays a
 * text, as third parties saw it at Jetty.
 */
final class StepInputs {
  private static final String PATH = "_path";
  private static final String EXPRESSION = "_expr";

  private StepInputs() {}

  static ObjectNode resolve(JsonNode config, ObjectNode scope) {
    ObjectNode inputs = SimulatorJson.object();
    for (Map.Entry<String, JsonNode> entry : config.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      if (isReference(name, value)) {
        inputs.set(parameter(name), lookUp(value.asString(), scope));
      } else if (!name.equals("activity") && !config.path(name + PATH).isString()) {
        inputs.set(name, value);
      }
    }
    return inputs;
  }

  static boolean isReference(String name, JsonNode value) {
    return value.isString() && (name.endsWith(PATH) || name.endsWith(PATH + EXPRESSION));
  }

  /** The first name of an expression, also of one that is none. */
  static String root(String expression) {
    int end = 0;
    while (end < expression.length() && isNamePart(expression.charAt(end))) {
      end++;
    }
    return expression.substring(0, end);
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }

  private static String parameter(String name) {
    String suffix = name.endsWith(EXPRESSION) ? EXPRESSION : PATH;
    return name.substring(0, name.length() - suffix.length());
  }

  /** What an expression finds; JSON's null if it finds nothing. */
  static JsonNode lookUp(String expression, ObjectNode scope) {
    String root = root(expression);
    try {
      PathExpression path = PathExpression.parse(expression);
      if (scope.has(root)) {
        JsonNode found = path.evaluate(scope);
        return found.isMissingNode() ? SimulatorJson.NULL : found;
      }
    } catch (PathExpression.Malformed notAPath) {
      throw new StepFailed("Invalid workflow reference: " + (root.isEmpty() ? expression : root));
    }
    throw new StepFailed("Invalid workflow reference: " + root);
  }
}
