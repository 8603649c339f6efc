package io.jettymcp.cli.completion;

import static io.jettymcp.tool.Tool.COLLECTION;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tools.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Finds what the word that is being typed can become. */
final class Candidates {
  private final CommandLineWords words;
  private final Invocation invocation;
  private final KnownSecrets secrets;

  Candidates(CommandLineWords words, Invocation invocation, KnownSecrets secrets) {
    this.words = words;
    this.secrets = secrets;
    this.invocation =
        new Invocation(
            GeneralSettings.read(words.flags(), invocation.environment()),
            words.flags(),
            invocation.environment(),
            invocation.tokens(),
            invocation.out(),
            invocation.err());
  }

  List<String> find() {
    List<String> all =
        words.pending().isPresent()
            ? values(words.pending().get())
            : words.typed().startsWith("-") ? options() : arguments();
    return all.stream()
        .filter(candidate -> candidate.startsWith(words.typed()))
        .distinct()
        .map(candidate -> words.before() + candidate)
        .toList();
  }

  private List<String> options() {
    return words.command().options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  private List<String> values(OptionSpec option) {
    if (option.userObject() == GeneralSettings.COLLECTION) {
      return new NameLookup(invocation, secrets).find(COLLECTION.name(), words.typed(), Map.of());
    }
    if (option.userObject() == GeneralSettings.TOOLSETS) {
      return inList(Arrays.stream(Toolset.values()).map(Toolset::label));
    }
    if (option.userObject() == GeneralSettings.TOOLS
        || option.userObject() == GeneralSettings.EXCLUDE_TOOLS) {
      return inList(Catalog.ALL.stream().map(Tool::name));
    }
    return candidates(option);
  }

  private static List<String> candidates(ArgSpec argument) {
    return argument.completionCandidates() == null
        ? List.of()
        : StreamSupport.stream(argument.completionCandidates().spliterator(), false)
            .map(word -> argument.type().isEnum() ? word.toLowerCase(Locale.ROOT) : word)
            .toList();
  }

  /** Adds the names to those that are in the list already. */
  private List<String> inList(Stream<String> names) {
    String before = words.typed().substring(0, words.typed().lastIndexOf(',') + 1);
    return names.map(name -> before + name).toList();
  }

  private List<String> arguments() {
    CommandSpec spec = words.command();
    List<String> all = new ArrayList<>();
    if (words.arguments().isEmpty()) {
      boolean help = spec.name().equals("help");
      (help ? spec.parent() : spec)
          .subcommands()
          .forEach(
              (name, command) -> {
                if (!command.getCommandSpec().usageMessage().hidden()) {
                  all.add(name);
                }
              });
    }
    spec.positionalParameters().stream()
        .filter(param -> param.index().contains(words.arguments().size()))
        .map(Candidates::candidates)
        .forEach(all::addAll);
    if (spec.userObject() instanceof Subcommand command) {
      all.addAll(command.complete(invocation, words.arguments(), words.typed()));
    }
    return all;
  }
}
