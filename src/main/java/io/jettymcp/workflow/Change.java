package io.jettymcp.workflow;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One change of a workflow.
 *
 * @param path the place, as a path expression into the workflow
 * @param value the new value, or empty to remove the old one
 */
public record Change(String path, Optional<JsonNode> value) {
  private static final Set<String> FIELDS = Set.of("path", "value", "remove");

  static Change set(String path, JsonNode value) {
    return new Change(path, Optional.of(value));
  }

  static Change remove(String path) {
    return new Change(path, Optional.empty());
  }

  /**
   * Reads {@code {"path": …, "value": …}} or {@code {"path": …, "remove": true}}.
   *
   * @throws PathExpression.Malformed if it is neither
   */
  static Change read(JsonNode change) {
    String path = change.path("path").asString("");
    if (path.isEmpty()) {
      throw new PathExpression.Malformed("\"path\" is missing");
    }
    for (String name : change.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw new PathExpression.Malformed(
            "there is no \"" + Quoted.shortened(name) + "\"; use path and value or remove");
      }
    }
    boolean remove = change.path("remove").asBoolean(false);
    if (remove == change.has("value")) {
      throw new PathExpression.Malformed("requires either \"value\" or \"remove\": true");
    }
    return new Change(path, remove ? Optional.empty() : Optional.of(change.path("value")));
  }
}
