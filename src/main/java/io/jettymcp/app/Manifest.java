package io.jettymcp.app;

import io.jettymcp.json.Json;
import io.jettymcp.json.PrettyJson;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.ToolList;
import io.jettymcp.tool.Tool;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Renders the tools that hosts see as a file that people can compare. */
public final class Manifest {
  private Manifest() {}

  public static String of(EnabledTools tools) {
    ObjectNode manifest = Json.object().put("name", "jetty-mcp").put("version", Version.current());
    manifest.set("tools", ToolList.of(tools).path("tools"));
    return PrettyJson.of(manifest, JsonMapper.shared());
  }

  /** Renders the entry of one of the tools. */
  public static String of(EnabledTools tools, Tool tool) {
    return PrettyJson.of(
        ToolList.of(tools).path("tools").values().stream()
            .filter(entry -> entry.path("name").asString("").equals(tool.name()))
            .findFirst()
            .orElseThrow(),
        JsonMapper.shared());
  }
}
