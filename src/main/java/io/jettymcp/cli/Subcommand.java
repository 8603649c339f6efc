package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import java.util.List;

/**
 * Implements one command. A class carries picocli's {@code @Command} with its name and description,
 * and options and parameters of its own; {@link JettyMcp} adds the flags of the settings, {@code
 * --help} and {@code --version}.
 */
public interface Subcommand {
  /** The command succeeded. */
  int OK = 0;

  /** The command could not be carried out. */
  int FAILED = 1;

  /** The command line was wrong. */
  int USAGE = 2;

  /**
   * Runs the command.
   *
   * @return the exit code: {@link #OK} or {@link #FAILED}
   * @throws io.jettymcp.config.UsageException if the command line is wrong
   * @throws Exception if the command failed; its message is for people
   */
  int run(Invocation invocation) throws Exception;

  /** Returns the settings whose flags it accepts; all general settings apply to it. */
  default List<Setting<?>> flags() {
    return GeneralSettings.all();
  }
}
