package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.workflow.PathExpression;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resolves the inputs of a step from its config: {@code x_path} is looked up for {@code x} and wins
 * over a plain {@code x}. Only top-level parameters are looked up; a path inside an object stays a
 * string, as third parties saw it at Jetty. In a plain text {@code {{topic}}} and {@code {{
 * draft.outputs.text }}} are filled; what leads nowhere keeps its braces.
 */
public final class StepInputs {
  private static final String PATH = "_path";
  private static final String EXPRESSION = "_expr";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([\\w.\\[\\]-]+)\\s*}}");

  private StepInputs() {}

  public static ObjectNode resolve(JsonNode config, ObjectNode scope) {
    ObjectNode inputs = Json.object();
    for (Map.Entry<String, JsonNode> entry : config.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      if (isReference(name, value)) {
        inputs.set(parameter(name), lookUp(value.asString(), scope));
      } else if (!name.equals("activity") && !config.path(name + PATH).isString()) {
        inputs.set(name, value.isString() ? filled(config, value, scope) : value);
      }
    }
    return inputs;
  }

  /** Fills the placeholders of a text, except those that a template fills itself. */
  private static JsonNode filled(JsonNode config, JsonNode text, ObjectNode scope) {
    String filled =
        BoundedText.fill(
            PLACEHOLDER,
            text.stringValue(),
            placeholder -> {
              String name = placeholder.group(1);
              boolean ofStep = config.has(name) || config.has(name + PATH);
              JsonNode value =
                  scope.path("init_params").has(name)
                      ? scope.path("init_params").path(name)
                      : found(name, scope);
              return ofStep || value.isMissingNode() ? placeholder.group() : text(value);
            });
    return Json.node(filled);
  }

  private static JsonNode found(String expression, ObjectNode scope) {
    try {
      return expression.contains(".")
          ? PathExpression.parse(expression).evaluate(scope)
          : MissingNode.getInstance();
    } catch (PathExpression.Malformed ignored) { // the braces belong to another language
      return MissingNode.getInstance();
    }
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
