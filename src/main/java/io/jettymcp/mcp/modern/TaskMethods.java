package io.jettymcp.mcp.modern;

/** Names the methods of the extension for tasks (SEP-2663). */
public final class TaskMethods {
  public static final String GET = "tasks/get";
  public static final String UPDATE = "tasks/update";
  public static final String CANCEL = "tasks/cancel";

  private TaskMethods() {}
}
