package io.jettymcp.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the text of a setting, turns it into a value, and says whose fault a bad one is.
 *
 * <p>A setting is looked up by {@link #has} or {@link #text}, and what is asked next is about that
 * one. Those settings that a host waits for are read so; the methods that take a syntax do the same
 * in one step, but each lambda costs a start a fraction of a millisecond.
 */
final class SettingReader {
  private final Map<SettingDefinition, String> flags;
  private final ProcessEnvironment surroundings;
  private String text = "";
  private Source source = new Source.Default();

  SettingReader(Map<SettingDefinition, String> flags, ProcessEnvironment surroundings) {
    this.flags = Map.copyOf(flags);
    this.surroundings = surroundings;
  }

  /** Whether the user has set it; if not, its text is that of its default. */
  boolean has(SettingDefinition definition) {
    String flag = flags.get(definition);
    if (flag != null) {
      return found(flag.trim(), new Source.Flag(definition.title()));
    }
    Optional<String> name = definition.variable();
    Optional<String> variable =
        name.isPresent() ? surroundings.variable(name.get()) : Optional.empty();
    if (variable.isPresent()) {
      return found(variable.get(), new Source.Environment(name.get()));
    }
    if (definition == SettingDefinition.API_URL && hasAddressFile()) {
      return true;
    }
    found(definition.defaultValue().orElse(""), new Source.Default());
    return false;
  }

  /** The text of a setting, be it the default. */
  String text(SettingDefinition definition) {
    has(definition);
    return text;
  }

  /** The text of the setting that was looked up last. */
  String text() {
    return text;
  }

  /** A value that was made of the text that was looked up last. */
  <T> Setting<T> setting(T value) {
    return new Setting<>(value, source);
  }

  /** What the user is told if the text that was looked up last is not accepted. */
  UsageException refused(InvalidValueException rejected) {
    return new UsageException(culprit(source) + " " + rejected.getMessage() + ".");
  }

  <T> Setting<T> read(SettingDefinition definition, Function<String, T> syntax) {
    return setting(parsed(text(definition), syntax));
  }

  <T> Setting<Optional<T>> readOptional(SettingDefinition definition, Function<String, T> syntax) {
    return setting(has(definition) ? Optional.of(parsed(text, syntax)) : Optional.empty());
  }

  Setting<List<String>> readList(
      SettingDefinition definition, Function<String, List<String>> syntax) {
    return setting(has(definition) ? parsed(text, syntax) : List.of());
  }

  private <T> T parsed(String text, Function<String, T> syntax) {
    try {
      return syntax.apply(text);
    } catch (InvalidValueException rejected) {
      throw refused(rejected);
    }
  }

  private boolean found(String text, Source source) {
    this.text = text;
    this.source = source;
    return true;
  }

  /** The file in which Jetty's other programs keep the address of their API. */
  private boolean hasAddressFile() {
    Path file = surroundings.jettyDirectory().resolve("api_base");
    if (!Files.exists(file)) {
      return false;
    }
    try {
      String address = Files.readString(file).trim();
      return !address.isEmpty() && found(address, new Source.File(file));
    } catch (IOException unreadable) {
      throw new UsageException(
          file + " cannot be read; make it readable, remove it, or set JETTY_API_URL.");
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
