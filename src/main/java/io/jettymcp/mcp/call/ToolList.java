package io.jettymcp.mcp.call;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Describes the enabled tools as {@code tools/list} does. */
public final class ToolList {
  private ToolList() {}

  /** Returns the result of {@code tools/list}, always the same for the same tools. */
  public static ObjectNode of(EnabledTools enabledTools) {
    ArrayNode tools = Json.array();
    enabledTools.tools().forEach(tool -> tools.add(enabledTools.describe(tool)));
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
    tool.shownIn()
        .ifPresent(view -> shown.putObject("_meta").putObject("ui").put("resourceUri", view.uri()));
    return shown;
  }
}
