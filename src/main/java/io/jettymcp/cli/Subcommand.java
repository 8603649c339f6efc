package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

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

  /** The command did its work, but a run that it waited for ended badly. */
  int RUN_FAILED = 3;

  /** The command did its work, but a run that it waited for is still going on. */
  int STILL_RUNNING = 4;

  /**
   * Runs the command.
   *
   * @return the exit code
   * @throws io.jettymcp.config.UsageException if the command line is wrong
   * @throws Exception if the command failed; its message is for people
   */
  int run(Invocation invocation) throws Exception;

  /** Completes the declaration of the command where annotations cannot. */
  default void declare(CommandSpec spec) {}

  /**
   * Returns the command that prints help in place of the usual one, where the arguments name what
   * it is about.
   */
  default Optional<Subcommand> help() {
    return Optional.empty();
  }

  /**
   * Returns what the word that is being typed can become, where it is no option.
   *
   * @param before the arguments before it
   */
  default List<String> complete(Invocation invocation, List<String> before, String typed) {
    return List.of();
  }

  /** Returns whether it is a server that hosts use, whose help describes every setting. */
  default boolean servesHosts() {
    return false;
  }

  /** Returns the settings whose flags it accepts; all general settings apply to it. */
  default List<Setting<?>> flags() {
    return GeneralSettings.all();
  }
}
