package io.jettymcp.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the text of a setting, turns it into a value, and says whose fault a bad one is. */
final class SettingReader {
  private final Map<SettingDefinition, String> flags;
  private final Surroundings surroundings;

  SettingReader(Map<SettingDefinition, String> flags, Surroundings surroundings) {
    this.flags = Map.copyOf(flags);
    this.surroundings = surroundings;
  }

  <T> Setting<T> read(SettingDefinition definition, Function<String, T> syntax) {
    return this.<T>find(definition, syntax)
        .orElseGet(
            () ->
                new Setting<>(
                    syntax.apply(definition.defaultValue().orElseThrow()), new Source.Default()));
  }

  <T> Setting<Optional<T>> readOptional(SettingDefinition definition, Function<String, T> syntax) {
    return this.<Optional<T>>find(definition, syntax.andThen(Optional::of))
        .orElseGet(() -> new Setting<>(Optional.empty(), new Source.Default()));
  }

  Setting<List<String>> readList(
      SettingDefinition definition, Function<String, List<String>> syntax) {
    return this.<List<String>>find(definition, syntax)
        .orElseGet(() -> new Setting<>(List.of(), new Source.Default()));
  }

  private <T> Optional<Setting<T>> find(
      SettingDefinition definition, Function<String, ? extends T> syntax) {
    return text(definition).map(found -> checked(found, syntax));
  }

  private Optional<Setting<String>> text(SettingDefinition definition) {
    String flag = flags.get(definition);
    if (flag != null) {
      return Optional.of(new Setting<>(flag.trim(), new Source.Flag(definition.title())));
    }
    Optional<Setting<String>> variable =
        definition
            .variable()
            .flatMap(
                name ->
                    surroundings
                        .variable(name)
                        .map(text -> new Setting<>(text, new Source.Environment(name))));
    return variable.isEmpty() && definition == SettingDefinition.API_URL ? addressFile() : variable;
  }

  /** The file in which Jetty's other programs keep the address of their API. */
  private Optional<Setting<String>> addressFile() {
    Path file = surroundings.jettyDirectory().resolve("api_base");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(file).trim();
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(new Setting<>(text, new Source.File(file)));
    } catch (IOException unreadable) {
      throw new UsageException(
          file + " cannot be read; make it readable, remove it, or set JETTY_API_URL.");
    }
  }

  private static <T> Setting<T> checked(
      Setting<String> text, Function<String, ? extends T> syntax) {
    try {
      return new Setting<>(syntax.apply(text.value()), text.source());
    } catch (Rejected rejected) {
      throw new UsageException(culprit(text.source()) + " " + rejected.getMessage() + ".");
    }
  }

  private static String culprit(Source source) {
    if (source instanceof Source.Flag flag) {
      return flag.name();
    }
    if (source instanceof Source.Environment variable) {
      return variable.name();
    }
    return source.words();
  }
}
