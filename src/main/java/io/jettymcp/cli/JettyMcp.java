package io.jettymcp.cli;

import io.jettymcp.app.Version;
import io.jettymcp.config.Settings;
import io.jettymcp.text.NearestName;
import io.jettymcp.tools.Catalog;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the command line: which command it names, and with which flags. */
public final class JettyMcp {
  private static final String NAME = Execution.NAME;
  private static final String HELP = "help";

  /** Matches how picocli lists the constants of an enum, which are typed in small letters. */
  private static final Pattern CHOICES =
      Pattern.compile("(expected one of \\[[A-Z_, ]+\\]) \\(case-insensitive\\)");

  private final Execution execution;
  private final Subcommand server;
  private final CommandLine commandLine;

  /**
   * @param server the default command; one of {@code commands}
   * @param commands all of them, in the order that help shows them
   */
  public JettyMcp(Execution execution, Subcommand server, List<Subcommand> commands) {
    this.execution = execution;
    this.server = server;
    this.commandLine = commandLine(server, commands);
  }

  /** Redirects what commands print. */
  public JettyMcp printingTo(PrintWriter out, PrintWriter err) {
    commandLine.setOut(out).setErr(err);
    return this;
  }

  /** Runs a command line and returns the exit code. */
  public int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  private CommandLine commandLine(Subcommand server, List<Subcommand> commands) {
    CommandSpec root = CommandSpec.create().name(NAME);
    root.usageMessage()
        .description("Give coding agents all of Jetty.io as tools of an MCP server.")
        .footerHeading("%nEnvironment variables, besides those named above:%n")
        .footer(environmentHelp());
    withStandardOptions(root, server);
    for (Subcommand command : commands) {
      CommandLine child = new CommandLine(command);
      command.declare(child.getCommandSpec());
      withStandardOptions(child.getCommandSpec(), command);
      root.addSubcommand(child.getCommandName(), child);
    }
    root.addSubcommand(HELP, new CommandLine(new HelpCommand()));
    CommandLine all = new CommandLine(root);
    HelpLayout.applyTo(all, execution::program);
    return all.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAllowOptionsAsOptionParameters(false)
        .setParameterExceptionHandler((e, arguments) -> reject(e))
        .setExecutionStrategy(this::execute);
  }

  private static void withStandardOptions(CommandSpec spec, Subcommand command) {
    spec.mixinStandardHelpOptions(true)
        .version(NAME + " " + Version.ofBuild() + " on Java " + Runtime.version());
    spec.usageMessage().sortOptions(false).abbreviateSynopsis(true);
    SettingFlags.addTo(spec, command.flags());
  }

  private static String[] environmentHelp() {
    return Settings.declared().stream()
        .filter(setting -> setting.flag().isEmpty())
        .map(setting -> "  " + setting.title() + ": " + setting.description())
        .toArray(String[]::new);
  }

  private int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Subcommand command =
        last.commandSpec().userObject() instanceof Subcommand named ? named : server;
    Optional<Subcommand> help = last.isUsageHelpRequested() ? command.help() : Optional.empty();
    if (help.isPresent()) {
      return run(help.get(), parsed);
    }
    if (last.isUsageHelpRequested() || last.commandSpec().helpCommand()) {
      if (last.commandSpec().helpCommand()) {
        requireKnown(last.matchedPositionalValue(0, ""));
      }
      commandLine.setUsageHelpWidth(execution.textColumns());
    }
    Integer helpExit = CommandLine.executeHelpRequest(parsed);
    return helpExit != null ? helpExit : run(command, parsed);
  }

  /** Rejects the name of a command to explain, if there is no such command. */
  private void requireKnown(String asked) {
    if (!asked.isEmpty() && !commandLine.getSubcommands().containsKey(asked)) {
      throw new ParameterException(
          commandLine,
          unknownCommand(commandLine, asked)
              + " To explain a tool: "
              + execution.program()
              + " tools NAME.");
    }
  }

  private int run(Subcommand command, ParseResult parsed) {
    return execution.run(
        command, SettingFlags.values(parsed), commandLine.getOut(), commandLine.getErr());
  }

  private int reject(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    if (e instanceof UnmatchedArgumentException unmatched && isCommand(unmatched)) {
      String word = unmatched.getUnmatched().get(0);
      execution.print(
          err,
          Catalog.ALL.stream().anyMatch(tool -> tool.name().equals(word))
              ? word + " is a tool. To call it: " + execution.program() + " call " + word
              : unknownCommand(command, word));
    } else {
      execution.print(
          err,
          CHOICES
              .matcher(String.valueOf(e.getMessage()))
              .replaceAll(found -> found.group(1).toLowerCase(Locale.ROOT)));
      UnmatchedArgumentException.printSuggestions(e, err);
    }
    String path = command.getCommandSpec().qualifiedName().substring(NAME.length());
    err.println("Help: " + execution.program() + path + " --help");
    err.flush();
    return Subcommand.USAGE;
  }

  /** Returns whether the word that is not known stands where a command would. */
  private static boolean isCommand(UnmatchedArgumentException e) {
    return !e.isUnknownOption() && !e.getCommandLine().getSubcommands().isEmpty();
  }

  private static String unknownCommand(CommandLine parent, String word) {
    List<String> known =
        parent.getSubcommands().entrySet().stream()
            .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .toList();
    return "Unknown command '" + word + "'." + NearestName.hint(word, known);
  }
}
