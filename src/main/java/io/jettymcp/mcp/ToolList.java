package io.jettymcp.mcp;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools as hosts see them. */
public final class ToolList {
  private ToolList() {}

  /** The result of {@code tools/list}, always the same for the same offer. */
  public static ObjectNode of(EnabledTools offer) {
    ArrayNode tools = Json.array();
    offer.tools().forEach(tool -> tools.add(offer.described(tool)));
    ObjectNode result = Json.object();
    result.set("tools", tools);
    return result;
  }

  static ObjectNode describe(Tool tool, boolean locked) {
    ObjectNode shown = Json.object();
    shown.put("name", tool.name()).put("title", tool.title()).put("description", tool.about());
    shown.set("inputSchema", tool.inputSchema(locked));
    shown.set("outputSchema", tool.outputSchema());
    Effect effect = tool.effect();
    shown
        .putObject("annotations")
        .put("readOnlyHint", effect.readOnly())
        .put("destructiveHint", effect.destructive())
        .put("idempotentHint", effect.idempotent())
        .put("openWorldHint", true);
    return shown;
  }
}
