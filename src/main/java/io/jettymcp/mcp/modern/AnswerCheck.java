package io.jettymcp.mcp.modern;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the answers of hosts against what was asked. */
final class AnswerCheck {
  private static final Set<String> REFUSALS = Set.of("decline", "cancel");

  private AnswerCheck() {}

  /**
   * Returns whether an answer fits its question.
   *
   * @param question a method and its params
   */
  static boolean fits(JsonNode question, JsonNode answer) {
    return switch (question.path("method").asString("")) {
      case McpSchema.METHOD_ELICITATION_CREATE -> isElicited(question.path("params"), answer);
      case McpSchema.METHOD_SAMPLING_CREATE_MESSAGE ->
          answer.path("role").isString() && answer.path("content").isContainer();
      case McpSchema.METHOD_ROOTS_LIST -> answer.path("roots").isArray();
      default -> answer.isObject();
    };
  }

  /** Returns whether an answer to an elicitation is the user's refusal. */
  static boolean isRefusal(JsonNode answer) {
    return REFUSALS.contains(answer.path("action").asString(""));
  }

  private static boolean isElicited(JsonNode params, JsonNode answer) {
    if (isRefusal(answer)) {
      return true;
    }
    boolean form = !params.path("mode").asString("").equals("url");
    return answer.path("action").asString("").equals("accept")
        && (!form || isFilled(params.path("requestedSchema"), answer.path("content")));
  }

  /** Forms are flat: their fields are no objects. */
  private static boolean isFilled(JsonNode schema, JsonNode content) {
    return content.isObject()
        && schema.path("required").values().stream()
            .allMatch(name -> content.hasNonNull(name.asString("")))
        && schema.path("properties").properties().stream()
            .filter(field -> content.hasNonNull(field.getKey()))
            .allMatch(field -> isValue(field.getValue(), content.path(field.getKey())));
  }

  private static boolean isValue(JsonNode field, JsonNode value) {
    return hasType(field.path("type").asString(""), value)
        && isChoice(field, value)
        && (!value.isArray()
            || value.values().stream().allMatch(item -> isChoice(field.path("items"), item)));
  }

  private static boolean hasType(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" -> value.isNumber() && value.asDouble() == Math.rint(value.asDouble());
      case "array" -> value.isArray();
      default -> true;
    };
  }

  /** Choices with titles are in {@code oneOf} and {@code anyOf}. */
  private static boolean isChoice(JsonNode field, JsonNode value) {
    List<JsonNode> choices = new ArrayList<>(field.path("enum").values());
    for (String titled : new String[] {"oneOf", "anyOf"}) {
      field.path(titled).forEach(choice -> choices.add(choice.path("const")));
    }
    return choices.isEmpty() || choices.contains(value);
  }
}
