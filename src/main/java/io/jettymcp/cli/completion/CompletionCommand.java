package io.jettymcp.cli.completion;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.config.Setting;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script that makes a shell complete command lines of this program. */
@Command(
    name = "completion",
    description = {
      "Print a script for a shell that completes commands, options, tools and their arguments, and"
          + " the names of tasks and collections. In bash: eval \"$(jetty-mcp completion bash)\""
    })
public final class CompletionCommand implements Subcommand {
  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  @Override
  public List<Setting<?>> flags() {
    return List.of();
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    invocation.out().print(shell.script());
    return OK;
  }
}
