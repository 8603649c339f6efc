package io.jettymcp.cli.completion;

import io.jettymcp.config.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command line that is not complete.
 *
 * @param command the command that is named, or the root
 * @param arguments the words that are neither commands nor options
 * @param flags the settings that are given
 * @param pending the option whose value is typed, if one is
 * @param typed the word, or the part of it after the option, that is typed
 * @param before the part of the word before what is typed
 */
record CommandLineWords(
    CommandSpec command,
    List<String> arguments,
    Map<Setting<?>, String> flags,
    Optional<OptionSpec> pending,
    String typed,
    String before) {

  /**
   * Reads the words.
   *
   * @param words the last one is being typed
   */
  static CommandLineWords parse(CommandSpec root, List<String> words) {
    CommandSpec command = root;
    List<String> arguments = new ArrayList<>();
    Map<Setting<?>, String> flags = new HashMap<>();
    Optional<OptionSpec> pending = Optional.empty();
    String typed = words.isEmpty() ? "" : words.get(words.size() - 1);
    for (String word : words.subList(0, Math.max(0, words.size() - 1))) {
      if (pending.isPresent()) {
        remember(flags, pending.get(), word);
        pending = Optional.empty();
      } else if (word.startsWith("-") && word.length() > 1) {
        int equals = word.indexOf('=');
        Optional<OptionSpec> option =
            option(command, equals < 0 ? word : word.substring(0, equals));
        if (equals >= 0) {
          option.ifPresent(found -> remember(flags, found, word.substring(equals + 1)));
        } else {
          pending = option.filter(found -> found.arity().min() > 0);
          option
              .filter(found -> found.arity().min() == 0)
              .ifPresent(found -> remember(flags, found, "true"));
        }
      } else {
        CommandLine child = arguments.isEmpty() ? command.subcommands().get(word) : null;
        if (child == null) {
          arguments.add(word);
        } else {
          command = child.getCommandSpec();
        }
      }
    }
    int equals = typed.startsWith("-") ? typed.indexOf('=') : -1;
    return equals < 0
        ? new CommandLineWords(command, arguments, flags, pending, typed, "")
        : new CommandLineWords(
            command,
            arguments,
            flags,
            option(command, typed.substring(0, equals)),
            typed.substring(equals + 1),
            typed.substring(0, equals + 1));
  }

  private static Optional<OptionSpec> option(CommandSpec command, String name) {
    return Optional.ofNullable(command.findOption(name));
  }

  private static void remember(Map<Setting<?>, String> flags, OptionSpec option, String value) {
    if (option.userObject() instanceof Setting<?> setting) {
      flags.put(setting, value);
    }
  }
}
