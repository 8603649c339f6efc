package io.jettymcp.cli.call;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.Manifest;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.cli.terminal.ColorChoice;
import io.jettymcp.cli.terminal.Terminal;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the tools that hosts see, or explains one. */
@Command(
    name = "tools",
    description = "List the tools that these settings enable, or explain one of them.")
public final class ToolsCommand implements Subcommand {
  private static final int NAME_WIDTH = 30;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TOOL",
      description = "Show the arguments of this tool, and an example.")
  private String name;

  @Option(names = "--json", description = "Print the manifest that hosts see.")
  private boolean json;

  public ToolsCommand() {
    this("");
  }

  /** Creates the command that explains one tool. */
  ToolsCommand(String name) {
    this.name = name;
  }

  @Override
  public List<String> complete(Invocation invocation, List<String> before, String typed) {
    return before.isEmpty() ? ArgumentCandidates.tools(invocation) : List.of();
  }

  @Override
  public int run(Invocation invocation) {
    EnabledTools enabled = ServerComponents.enabledTools(invocation.settings());
    PrintWriter out = invocation.out();
    Paragraphs paragraphs =
        new Paragraphs(
            Terminal.detect(invocation.environment().environment(), ColorChoice.AUTO)
                .textColumns());
    String program = invocation.program();
    if (!name.isEmpty()) {
      Tool tool = ToolCall.find(name, enabled, invocation.settings(), program);
      out.print(
          json
              ? Manifest.of(enabled, tool)
              : new ToolHelp(tool, enabled.locked(), program, paragraphs).toString());
      return OK;
    }
    if (json) {
      out.print(Manifest.of(enabled));
      return OK;
    }
    for (Toolset toolset : Toolset.values()) {
      print(out, toolset, enabled, paragraphs);
    }
    out.println("R reads, W adds or changes, U overwrites, D deletes after a confirmation");
    out.println("Arguments of a tool: " + program + " tools NAME");
    out.println(enabled.tools().size() + " tools");
    return OK;
  }

  private static void print(
      PrintWriter out, Toolset toolset, EnabledTools enabled, Paragraphs paragraphs) {
    List<Tool> tools = enabled.tools().stream().filter(tool -> tool.toolset() == toolset).toList();
    if (tools.isEmpty()) {
      return;
    }
    out.println(toolset.label() + ": " + toolset.about());
    TextTable list = paragraphs.list(NAME_WIDTH);
    tools.forEach(
        tool ->
            list.addRowValues(
                mark(tool.effect()) + " " + tool.name(), firstSentence(tool.about())));
    out.println(list);
  }

  private static String mark(Effect effect) {
    return switch (effect) {
      case READ -> "R";
      case ADD, START, SAVE, SWITCH -> "W";
      case OVERWRITE -> "U";
      case DESTROY -> "D";
    };
  }

  private static String firstSentence(String about) {
    int end = about.indexOf(". ");
    return end < 0 ? about : about.substring(0, end + 1);
  }
}
