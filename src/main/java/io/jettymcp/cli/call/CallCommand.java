package io.jettymcp.cli.call;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.redact.KnownSecrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calls one tool from the shell. */
@Command(
    name = "call",
    description = {
      "Call one tool and print its result on stdout: drawn on a terminal, else as JSON. Progress and"
          + " errors go to stderr. For the arguments of a tool: call TOOL --help.",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 a run ended badly, 4 a run is still going"
          + " on."
    })
public final class CallCommand implements Subcommand {
  private final ToolCall.Shell shell;

  @Parameters(index = "0", paramLabel = "TOOL", description = "Name of the tool.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = {
        "Arguments of the tool: NAME=VALUE, NAME.KEY=VALUE for an entry of an object, NAME:=JSON, or"
            + " one JSON object. Required ones need no name.",
        "@FILE in place of a value or of the object reads a file, - reads stdin, which keeps secrets"
            + " out of the process list."
      })
  private List<String> words = new ArrayList<>();

  @Option(names = "--graph", description = "Print the workflow of get-task as a Mermaid flowchart.")
  private boolean graph;

  @Mixin private CallOptions options = new CallOptions();

  public CallCommand(StandardInput input, KnownSecrets secrets) {
    this(input, Dialog.ofProcess(), secrets);
  }

  CallCommand(StandardInput input, Dialog dialog, KnownSecrets secrets) {
    this.shell = new ToolCall.Shell(input, dialog, secrets);
  }

  @Override
  public Optional<Subcommand> help() {
    return name.isEmpty() ? Optional.empty() : Optional.of(new ToolsCommand(name));
  }

  @Override
  public List<String> complete(Invocation invocation, List<String> before, String typed) {
    return before.isEmpty()
        ? ArgumentCandidates.tools(invocation)
        : ArgumentCandidates.of(before.get(0), invocation, shell.secrets())
            .find(before.subList(1, before.size()), typed);
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    return new ToolCall(shell, invocation, options, graph).run(name, Optional.empty(), words);
  }
}
