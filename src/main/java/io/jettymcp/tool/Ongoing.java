package io.jettymcp.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says how to follow what a call has begun and not finished.
 *
 * @param arguments those of the tool that follows it
 * @param message how far it is
 */
public record Ongoing(ObjectNode arguments, String message) {
  /** In bytes as JSON. Hosts hold them, encrypted, in an id of at most 1,024 characters. */
  private static final int MAX_ARGUMENTS = 640;

  /** Says how far something is, and what its start was warned about. */
  public static String message(String state, List<String> warnings) {
    return warnings.isEmpty() ? state : state + ". " + String.join(" ", warnings);
  }

  /**
   * Keeps what the last result shows and only the start knows. Fields, and items of lists, that do
   * not fit are left out.
   *
   * @param fields the most important ones first
   */
  public Ongoing keeping(Param<ObjectNode> param, ObjectNode fields) {
    ObjectNode kept = arguments;
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode value = field.getValue();
      for (JsonNode item : value.isArray() ? value : List.of(value)) {
        ObjectNode longer = kept.deepCopy();
        ObjectNode target = longer.withObject(param.name());
        if (value.isArray()) {
          target.withArray(field.getKey()).add(item);
        } else {
          target.set(field.getKey(), item);
        }
        kept = fits(longer) ? longer : kept;
      }
    }
    return new Ongoing(kept, message);
  }

  /** Returns whether arguments are short enough. */
  public static boolean fits(ObjectNode arguments) {
    return arguments.toString().getBytes(UTF_8).length <= MAX_ARGUMENTS;
  }
}
