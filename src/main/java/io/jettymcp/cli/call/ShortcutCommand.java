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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Calls a tool by its short name; {@link Shortcut} declares what each of these commands is. */
@Command
public final class ShortcutCommand implements Subcommand {
  private final ToolCall.Shell shell;
  private final Shortcut shortcut;

  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "As those of call, which --help of that command describes.")
  private List<String> words = new ArrayList<>();

  @Mixin private CallOptions options = new CallOptions();

  private ShortcutCommand(ToolCall.Shell shell, Shortcut shortcut) {
    this.shell = shell;
    this.shortcut = shortcut;
  }

  /** Creates the commands of all shortcuts. */
  public static List<Subcommand> all(StandardInput input, KnownSecrets secrets) {
    ToolCall.Shell shell = new ToolCall.Shell(input, Dialog.ofProcess(), secrets);
    return Shortcut.ALL.stream()
        .<Subcommand>map(shortcut -> new ShortcutCommand(shell, shortcut))
        .toList();
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.name(shortcut.name());
    spec.usageMessage()
        .description(
            shortcut.summary()
                + " Short for: call "
                + shortcut.tool()
                + ", whose --help lists the arguments.")
        .customSynopsis("jetty-mcp " + shortcut.name() + " [OPTIONS] " + shortcut.synopsis());
  }

  @Override
  public List<String> complete(Invocation invocation, List<String> before, String typed) {
    return ArgumentCandidates.of(shortcut, invocation, shell.secrets()).find(before, typed);
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    return new ToolCall(shell, invocation, options, false)
        .run(shortcut.tool(), Optional.of(shortcut), words);
  }
}
