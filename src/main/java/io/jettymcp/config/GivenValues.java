package io.jettymcp.config;

import io.jettymcp.text.PastedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the values of settings as the user wrote them: flag, environment, file. An empty variable
 * or file counts as unset, and so does a placeholder that a host did not fill in.
 */
final class GivenValues {
  private final Map<Setting<?>, String> flags;
  private final ProcessEnvironment environment;
  private final List<String> unfilled = new ArrayList<>();

  GivenValues(Map<Setting<?>, String> flags, ProcessEnvironment environment) {
    this.flags = flags;
    this.environment = environment;
  }

  /** Returns a sentence for each placeholder that was found. */
  List<String> unfilled() {
    return List.copyOf(unfilled);
  }

  /** Returns the value of a setting; empty if it is unset. */
  Optional<SettingValue<String>> find(Setting<?> setting) {
    Optional<SettingValue<String>> found = Optional.empty();
    String flag = flags.get(setting);
    if (flag != null) {
      // An empty flag is a mistake: the setting rejects it.
      found = filled(PastedValue.clean(flag), new Source.Flag(setting.title()));
    }
    if (found.isEmpty() && setting.variable().isPresent()) {
      String name = setting.variable().get();
      Optional<String> value = environment.variable(name);
      if (value.isPresent()) {
        found = filled(value.get(), new Source.Environment(name));
      }
    }
    if (found.isEmpty() && setting.file().isPresent()) {
      Path file = environment.jettyDirectory().resolve(setting.file().get());
      Optional<String> value = content(file, setting);
      if (value.isPresent()) {
        found = filled(value.get(), new Source.File(file));
      }
    }
    return found;
  }

  /** Reports the placeholder of a secret, which is read elsewhere. */
  void checkSecret(Setting<?> setting) {
    String name = setting.title();
    if (environment.variable(name).isPresent() && environment.secret(name).isEmpty()) {
      report(new Source.Environment(name));
    }
  }

  /** Returns a value unless it is a placeholder, which it reports. */
  private Optional<SettingValue<String>> filled(String value, Source source) {
    if (!PastedValue.isPlaceholder(value)) {
      return Optional.of(new SettingValue<>(value, source));
    }
    report(source);
    return Optional.empty();
  }

  private void report(Source source) {
    unfilled.add(
        source.culprit() + " is a placeholder that was not filled in, so it counts as unset.");
  }

  private static Optional<String> content(Path file, Setting<?> setting) {
    if (!Files.exists(file)) { // nor is there one below a path that is no directory
      return Optional.empty();
    }
    try {
      return SmallFile.read(file);
    } catch (IOException e) {
      throw new UsageException(
          "Cannot read " + file + ". Make it readable, remove it, or set " + setting.title() + ".");
    }
  }
}
