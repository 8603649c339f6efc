package io.jettymcp.mcp.modern;

/** Names the extensions of MCP that this server knows. */
public final class Extensions {
  /** Runs that go on while the host does something else (SEP-2663). */
  public static final String TASKS = "io.modelcontextprotocol/tasks";

  private Extensions() {}
}
