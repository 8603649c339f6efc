package io.jettymcp.mcp;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Describes a destructive call: for people, and as the shell command that carries it out. */
final class Destruction {
  private Destruction() {}

  /**
   * Returns for example {@code delete a task (task "hello", collection "acme")}. Values are quoted,
   * so that none can look like several.
   *
   * @param shown sanitizes a value
   */
  static String describe(Tool tool, Args in, UnaryOperator<String> shown) {
    List<String> what = new ArrayList<>();
    for (Param<?> param : tool.params()) {
      in.find(param)
          .map(value -> JsonNodeFactory.instance.stringNode(shown.apply(value.toString())))
          .ifPresent(quoted -> what.add(param.name() + " " + quoted));
    }
    return tool.title().toLowerCase(Locale.ROOT) + " (" + String.join(", ", what) + ")";
  }

  /** Returns the shell command that carries out the call without asking. */
  static String commandLine(Tool tool, Args in) {
    ObjectNode arguments = Json.object();
    for (Param<?> param : tool.params()) {
      in.find(param).ifPresent(value -> arguments.set(param.name(), Json.node(value)));
    }
    return "jetty-mcp call "
        + tool.name()
        + " '"
        + arguments.toString().replace("'", "'\\''")
        + "' --yes";
  }
}
