package io.jettymcp.cli;

import io.jettymcp.config.SettingDefinition;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Surroundings;
import io.jettymcp.config.TokenStore;
import io.jettymcp.config.UsageException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: which command the words name, with which settings it runs, how it ends. */
public final class JettyMcp {
  private static final String NAME = "jetty-mcp";

  private final Surroundings surroundings;
  private final UnaryOperator<String> redactor;
  private final Consumer<Settings> check;
  private final Subcommand server;
  private final CommandLine commandLine;

  /**
   * @param redactor sees every message about a failure and every entry of the log
   * @param check refuses, with a {@link UsageException}, settings that name what does not exist
   * @param server the command that is meant when no word is given; one of {@code commands}
   * @param commands all of them, in the order that help shows them
   */
  public JettyMcp(
      Surroundings surroundings,
      UnaryOperator<String> redactor,
      Consumer<Settings> check,
      Subcommand server,
      List<Subcommand> commands) {
    this.surroundings = surroundings;
    this.redactor = redactor;
    this.check = check;
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
    PrintWriter out = commandLine.getOut();
    PrintWriter err = commandLine.getErr();
    try {
      Map<SettingDefinition, String> flags = SettingFlags.given(parsed);
      Settings settings = Settings.read(flags, surroundings);
      check.accept(settings);
      Logging.start(settings.logLevel().value(), redactor);
      TokenStore tokens = new TokenStore(surroundings, warning -> say(err, warning));
      Subcommand command =
          last.commandSpec().userObject() instanceof Subcommand named ? named : server;
      return command.run(new Invocation(settings, flags, surroundings, tokens, out, err));
    } catch (UsageException wrong) {
      say(err, String.valueOf(wrong.getMessage()));
      return Subcommand.USAGE;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Subcommand.FAILED;
    } catch (Exception failed) {
      say(err, words(failed));
      LoggerFactory.getLogger(JettyMcp.class).debug("{} failed", last.commandSpec().name(), failed);
      return Subcommand.FAILED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private int refuse(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    say(err, String.valueOf(wrong.getMessage()));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Help: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return Subcommand.USAGE;
  }

  /** A message may quote arguments and replies, so the redactor sees it first. */
  private void say(PrintWriter err, String message) {
    err.println(redactor.apply(NAME + ": " + message));
    err.flush();
  }

  private static String words(Throwable failed) {
    String what =
        failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    Throwable cause = failed.getCause();
    return cause == null || what.contains(String.valueOf(cause.getMessage()))
        ? what
        : what + " (" + cause + ")";
  }
}
