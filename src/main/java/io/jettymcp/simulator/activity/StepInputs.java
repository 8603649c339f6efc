package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.workflow.PathExpression;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resolves the inputs of a step from its config: {@code x_path} is looked up for {@code x} and wins
 * over a plain {@code x}. Only top-level parameters are looked up; a path inside an object stays a
 * string, as third parties saw it at Jetty.
 */
public final class StepInputs {
  private static final String PATH = "_path";
  private static final String EXPRESSION = "_expr";

  private StepInputs() {}

  public static ObjectNode resolve(JsonNode config, ObjectNode scope) {
    ObjectNode inputs = Json.object();
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

  public static boolean isReference(String name, JsonNode value) {
    return value.isString() && (name.endsWith(PATH) || name.endsWith(PATH + EXPRESSION));
  }

  /** Returns the first name of an expression, even of a malformed one. */
  public static String root(String expression) {
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

  /** Evaluates an expression; JSON's null if it finds nothing. */
  static JsonNode lookUp(String expression, ObjectNode scope) {
    String root = root(expression);
    try {
      PathExpression path = PathExpression.parse(expression);
      if (scope.has(root)) {
        JsonNode found = path.evaluate(scope);
        return found.isMissingNode() ? NullNode.getInstance() : found;
      }
    } catch (PathExpression.Malformed e) {
      throw new StepFailed("Invalid workflow reference: " + (root.isEmpty() ? expression : root));
    }
    throw new StepFailed("Invalid workflow reference: " + root);
  }

  /** Returns a string as it is and any other value as JSON. */
  public static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }
}
