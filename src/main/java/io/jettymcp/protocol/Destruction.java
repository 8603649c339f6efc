package io.jettymcp.protocol;

import io.jettymcp.tool.Args;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import tools.jackson.databind.node.ObjectNode;

/** Words for a call that destroys something. */
final class Destruction {
  private Destruction() {}

  /** For example: {@code delete the environment variable "A" of collection "acme"}. */
  static String describe(Tool tool, Args in) {
    StringBuilder words = new StringBuilder(tool.title().toLowerCase(java.util.Locale.ROOT));
    for (Param<?> param : tool.params()) {
      if (param != Tool.COLLECTION) {
        in.find(param)
            .ifPresent(
                value ->
                    words
                        .append(words.indexOf("\"") < 0 ? ": " : ", ")
                        .append(param.name())
                        .append(" \"")
                        .append(value)
                        .append('"'));
      }
    }
    return words.append(" in collection \"").append(in.get(Tool.COLLECTION)).append('"').toString();
  }

  /** The command that does it without asking. */
  static String commandLine(Tool tool, Args in) {
    ObjectNode arguments = Json.object();
    for (Param<?> param : tool.params()) {
      in.find(param).ifPresent(value -> arguments.put(param.name(), value.toString()));
    }
    return "jetty-mcp call "
        + tool.name()
        + " '"
        + arguments.toString().replace("'", "'\\''")
        + "' --yes";
  }
}
