package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.ProgramName;
import io.jettymcp.app.log.Logging;
import io.jettymcp.cli.terminal.ColorChoice;
import io.jettymcp.cli.terminal.Terminal;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.TokenStore;
import io.jettymcp.config.UsageException;
import io.jettymcp.text.FileProblem;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** Runs commands: reads their settings, starts the log, and maps failures to exit codes. */
public final class Execution {
  public static final String NAME = "jetty-mcp";

  private final ProcessEnvironment environment;
  private final UnaryOperator<String> redactor;
  private final Consumer<Settings> check;

  /**
   * @param redactor sees every message about a failure and every entry of the log
   * @param check throws a {@link UsageException} for settings that name tools that do not exist
   */
  public Execution(
      ProcessEnvironment environment, UnaryOperator<String> redactor, Consumer<Settings> check) {
    this.environment = environment;
    this.redactor = redactor;
    this.check = check;
  }

  /**
   * Runs a command.
   *
   * @param flags the value of each flag of a setting that was given, as written
   * @return the exit code
   */
  int run(Subcommand command, Map<Setting<?>, String> flags, PrintWriter out, PrintWriter err) {
    try {
      Settings settings = GeneralSettings.read(flags, environment);
      check.accept(settings);
      for (String sentence : settings.unfilled()) {
        print(err, sentence);
      }
      Logging.start(settings.get(GeneralSettings.LOG_LEVEL), redactor);
      for (String sentence : GeneralSettings.warnings(settings)) {
        print(err, sentence);
      }
      TokenStore tokens =
          new TokenStore(environment, this::program, warning -> print(err, warning));
      return command.run(new Invocation(settings, flags, environment, tokens, out, err));
    } catch (UsageException e) {
      print(err, String.valueOf(e.getMessage()));
      return Subcommand.USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Subcommand.FAILED;
    } catch (Exception e) {
      print(err, message(e));
      LoggerFactory.getLogger(command.getClass()).debug("The command failed", e);
      return Subcommand.FAILED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Returns how the person types the name of this program. */
  String program() {
    return ProgramName.of(environment).here();
  }

  /** Returns how wide texts for this person are. */
  int textColumns() {
    return Terminal.detect(environment.environment(), ColorChoice.AUTO).textColumns();
  }

  /** Prints a message redacted, because it may quote arguments and replies. */
  void print(PrintWriter err, String message) {
    err.println(redactor.apply(NAME + ": " + message));
    err.flush();
  }

  /** Java's own failures of files often say no more than a name, so they are put into words. */
  private static String message(Throwable failure) {
    String message =
        failure instanceof FileSystemException file
            ? file.getFile() + ": " + FileProblem.of(file)
            : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    return Optional.ofNullable(failure.getCause())
        .map(
            cause ->
                cause instanceof FileSystemException file
                    ? FileProblem.of(file)
                    : cause.getMessage())
        .filter(reason -> !message.contains(reason))
        .map(reason -> message + " (" + reason + ")")
        .orElse(message);
  }
}
