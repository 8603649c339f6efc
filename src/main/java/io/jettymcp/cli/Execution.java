package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.log.Logging;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.SettingDefinition;
import io.jettymcp.config.Settings;
import io.jettymcp.config.TokenStore;
import io.jettymcp.config.UsageException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** How a command is carried out: with which settings it runs, and how it ends. */
public final class Execution {
  static final String NAME = "jetty-mcp";

  private final ProcessEnvironment surroundings;
  private final UnaryOperator<String> redactor;
  private final Consumer<Settings> check;

  /**
   * @param redactor sees every message about a failure and every entry of the log
   * @param check refuses, with a {@link UsageException}, settings that name what does not exist
   */
  public Execution(
      ProcessEnvironment surroundings, UnaryOperator<String> redactor, Consumer<Settings> check) {
    this.surroundings = surroundings;
    this.redactor = redactor;
    this.check = check;
  }

  /**
   * Runs a command.
   *
   * @param flags the text of each flag of a setting that was given
   * @return the exit code
   */
  int run(
      Subcommand command, Map<SettingDefinition, String> flags, PrintWriter out, PrintWriter err) {
    try {
      Settings settings = Settings.read(flags, surroundings);
      check.accept(settings);
      Logging.start(settings.logLevel().value(), redactor);
      TokenStore tokens = new TokenStore(surroundings, warning -> say(err, warning));
      return command.run(new Invocation(settings, flags, surroundings, tokens, out, err));
    } catch (UsageException wrong) {
      say(err, String.valueOf(wrong.getMessage()));
      return Subcommand.USAGE;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Subcommand.FAILED;
    } catch (Exception failed) {
      say(err, words(failed));
      LoggerFactory.getLogger(command.getClass()).debug("The command failed", failed);
      return Subcommand.FAILED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** A message may quote arguments and replies, so the redactor sees it first. */
  void say(PrintWriter err, String message) {
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
