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

/** Shows the tools that hosts would see. */
@Command(name = "tools", description = "Lists the tools that these settings expose.")
final class ToolsCommand implements Subcommand {
  @Option(names = "--json", description = "As the manifest that hosts see.")
  private boolean json;

  @Override
  public int run(Invocation invocation) {
    EnabledTools offer = ServerComponents.enabledTools(invocation.settings());
    PrintWriter out = invocation.out();
    if (json) {
      out.print(Manifest.of(offer));
      return OK;
    }
    for (Toolset family : Toolset.values()) {
      List<Tool> tools = offer.tools().stream().filter(tool -> tool.toolset() == family).toList();
      if (!tools.isEmpty()) {
        out.println(family.label() + ": " + family.about());
        tools.forEach(tool -> out.printf("  %-26s %s%n", tool.name(), firstSentence(tool.about())));
      }
    }
    out.println(offer.tools().size() + " tools");
    return OK;
  }

  private static String firstSentence(String about) {
    int end = about.indexOf(". ");
    return end < 0 ? about : about.substring(0, end + 1);
  }
}
