package io.jettymcp.mcp.modern;

import io.jettymcp.mcp.Skills;
import java.util.List;

/** Names the extensions of MCP that this server knows. */
public final class Extensions {
  /** Runs that go on while the host does something else (SEP-2663). */
  public static final String TASKS = "io.modelcontextprotocol/tasks";

  private Extensions() {}

  /** Returns what the server declares, as members of a JSON object. */
  static List<String> declared(boolean tasks) {
    return tasks ? List.of('"' + TASKS + "\":{}", Skills.CAPABILITY) : List.of(Skills.CAPABILITY);
  }
}
