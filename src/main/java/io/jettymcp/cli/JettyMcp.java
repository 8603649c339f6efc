package io.jettymcp.cli;

import io.jettymcp.app.Version;
import io.jettymcp.config.SettingDefinition;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: which command the words name, and with which flags. */
public final class JettyMcp {
  private static final String NAME = Execution.NAME;

  private final Execution execution;
  private final Subcommand server;
  private final CommandLine commandLine;

  /**
   * @param server the command that is meant when no word is given; one of {@code commands}
   * @param commands all of them, in the order that help shows them
   */
  public JettyMcp(Execution execution, Subcommand server, List<Subcommand> commands) {
    this.execution = execution;
    this.server = server;
    this.commandLine = commandLine(server, commands);
  }

  /** Sends what commands print somewhere else than to stdout and stderr. */
  public JettyMcp printingTo(PrintWriter out, PrintWriter err) {
    commandLine.setOut(out).setErr(err);
    return this;
  }

  /** Runs a command line and returns the exit code. */
  public int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  private CommandLine commandLine(Subcommand server, List<Subcommand> commands) {
    CommandSpec top = CommandSpec.create().name(NAME);
    top.usageMessage()
        .description("Gives coding agents the whole of Jetty.io as tools of an MCP server.")
        .footerHeading("%nEnvironment, beside the variables named above:%n")
        .footer(environmentHelp());
    withStandardOptions(top, server);
    for (Subcommand command : commands) {
      CommandLine one = new CommandLine(command);
      withStandardOptions(one.getCommandSpec(), command);
      top.addSubcommand(one.getCommandName(), one);
    }
    return new CommandLine(top)
        .setExpandAtFiles(false)
        .setAllowOptionsAsOptionParameters(false)
        .setParameterExceptionHandler((wrong, arguments) -> refuse(wrong))
        .setExecutionStrategy(this::execute);
  }

  private static void withStandardOptions(CommandSpec spec, Subcommand command) {
    spec.mixinStandardHelpOptions(true)
        .version(NAME + " " + Version.current() + " on Java " + Runtime.version());
    spec.usageMessage().sortOptions(false).abbreviateSynopsis(true).width(100);
    SettingFlags.addTo(spec, command.flags());
  }

  private static String[] environmentHelp() {
    return EnumSet.allOf(SettingDefinition.class).stream()
        .filter(setting -> setting.flag().isEmpty())
        .map(setting -> "  " + setting.title() + ": " + setting.description())
        .toArray(String[]::new);
  }

  private int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Subcommand command =
        last.commandSpec().userObject() instanceof Subcommand named ? named : server;
    return execution.run(
        command, SettingFlags.given(parsed), commandLine.getOut(), commandLine.getErr());
  }

  private int refuse(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    execution.say(err, String.valueOf(wrong.getMessage()));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return Subcommand.USAGE;
  }
}
