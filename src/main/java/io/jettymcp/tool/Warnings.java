package io.jettymcp.tool;

import io.jettymcp.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds warnings to a result, in the form that those of its tool have. */
public final class Warnings {
  private static final String FIELD = "warnings";

  /**
   * A warning about a place or about the result.
   *
   * @param where the place, such as the path of a field; empty for the result
   * @param what the rest of the sentence that begins with the place; a full one for the result
   */
  public record Warning(String where, String what) {
    private String sentence(String subject) {
      return where.isEmpty() ? what : subject + what;
    }
  }

  private Warnings() {}

  /** Adds warnings before the others, because a result that is too large loses its end. */
  public static ObjectNode before(ObjectNode data, Tool tool, List<Warning> added) {
    boolean asObjects =
        tool.outputSchema()
            .at("/properties/" + FIELD + "/items/type")
            .asString("string")
            .equals("object");
    ObjectNode warned = Json.object();
    ArrayNode warnings = warned.putArray(FIELD);
    for (Warning warning : added) {
      if (asObjects) {
        warnings.add(
            Json.object().put("where", warning.where()).put("what", warning.sentence("It")));
      } else {
        warnings.add(warning.sentence("\"" + warning.where() + "\""));
      }
    }
    data.path(FIELD).forEach(warnings::add);
    return warned.setAll(data.deepCopy().without(FIELD));
  }
}
