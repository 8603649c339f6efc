package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.Manifest;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.mcp.EnabledTools;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the tools that hosts see. */
@Command(name = "tools", description = "List the tools that these settings enable.")
final class ToolsCommand implements Subcommand {
  @Option(names = "--json", description = "Print the manifest that hosts see.")
  private boolean json;

  @Override
  public int run(Invocation invocation) {
    EnabledTools enabled = ServerComponents.enabledTools(invocation.settings());
    PrintWriter out = invocation.out();
    if (json) {
      out.print(Manifest.of(enabled));
      return OK;
    }
    for (Toolset toolset : Toolset.values()) {
      List<Tool> tools =
          enabled.tools().stream().filter(tool -> tool.toolset() == toolset).toList();
      if (!tools.isEmpty()) {
        out.println(toolset.label() + ": " + toolset.about());
        tools.forEach(tool -> out.printf("  %-26s %s%n", tool.name(), firstSentence(tool.about())));
      }
    }
    out.println(enabled.tools().size() + " tools");
    return OK;
  }

  private static String firstSentence(String about) {
    int end = about.indexOf(". ");
    return end < 0 ? about : about.substring(0, end + 1);
  }
}
