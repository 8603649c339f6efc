package io.jettymcp.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The checked values of declared settings, each with its source. Precedence: flag, environment,
 * file, default. Secrets are not among them: the token changes while the program runs and lives in
 * {@link TokenStore}.
 */
public final class Settings {
  /** In the order of declaration. */
  private final Map<Setting<?>, SettingValue<?>> values;

  private Settings(Map<Setting<?>, SettingValue<?>> values) {
    this.values = values;
  }

  /**
   * One setting, ready to be shown.
   *
   * @param value as a user would write it; empty where nothing is set
   */
  public record Shown(Setting<?> setting, String value, Source source) {}

  /** Returns the settings of all commands, in the order in which they are documented. */
  public static List<Setting<?>> declared() {
    List<Setting<?>> declared = new ArrayList<>(GeneralSettings.all());
    declared.addAll(HttpOptions.all());
    return declared;
  }

  /**
   * Reads settings.
   *
   * @param flags the value of each flag that was given, as written
   * @throws UsageException at the first value that is not accepted
   */
  static Settings read(
      List<Setting<?>> declared, Map<Setting<?>, String> flags, ProcessEnvironment environment) {
    // Plain loops: this runs while a host waits, and a first lambda costs milliseconds.
    Map<Setting<?>, SettingValue<?>> values = new LinkedHashMap<>();
    for (Setting<?> setting : declared) {
      if (!(setting.syntax() instanceof ValueSyntax.SecretValue)) {
        values.put(setting, read(setting, flags, environment));
      }
    }
    return new Settings(values);
  }

  public <T> T get(Setting<T> setting) {
    return find(setting).value();
  }

  public Source source(Setting<?> setting) {
    return find(setting).source();
  }

  /** A value has the type of the setting that parsed it. */
  @SuppressWarnings("unchecked")
  private <T> SettingValue<T> find(Setting<T> setting) {
    SettingValue<?> value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting + " is a setting of another command");
    }
    return (SettingValue<T>) value;
  }

  /** Returns all of them in the order of declaration. */
  public List<Shown> shown() {
    return values.entrySet().stream()
        .map(
            entry ->
                new Shown(
                    entry.getKey(), written(entry.getValue().value()), entry.getValue().source()))
        .toList();
  }

  private static <T> SettingValue<T> read(
      Setting<T> setting, Map<Setting<?>, String> flags, ProcessEnvironment environment) {
    String flag = flags.get(setting);
    if (flag != null) {
      return parsed(setting, flag.trim(), new Source.Flag(setting.title()), environment);
    }
    Optional<String> name = setting.variable();
    Optional<String> variable =
        name.isPresent() ? environment.variable(name.get()) : Optional.empty();
    if (variable.isPresent()) {
      return parsed(setting, variable.get(), new Source.Environment(name.get()), environment);
    }
    if (setting.file().isPresent()) {
      Path file = environment.jettyDirectory().resolve(setting.file().get());
      String text = content(file, setting);
      if (!text.isEmpty()) {
        return parsed(setting, text, new Source.File(file), environment);
      }
    }
    if (setting.defaultText().isPresent()) {
      return parsed(setting, setting.defaultText().get(), new Source.Default(), environment);
    }
    return new SettingValue<>(setting.syntax().absent(), new Source.Default());
  }

  private static <T> SettingValue<T> parsed(
      Setting<T> setting, String text, Source source, ProcessEnvironment environment) {
    try {
      return new SettingValue<>(setting.syntax().parse(text, environment), source);
    } catch (InvalidValueException e) {
      throw new UsageException(culprit(source) + " " + e.getMessage() + ".");
    }
  }

  private static String content(Path file, Setting<?> setting) {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      return SmallFile.read(file).orElse("");
    } catch (IOException e) {
      throw new UsageException(
          "Cannot read " + file + ". Make it readable, remove it, or set " + setting.title() + ".");
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

  private static String written(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Settings::written).orElse("");
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Settings::written).collect(Collectors.joining(","));
    }
    if (value instanceof Duration duration) {
      return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }
    if (value instanceof Enum<?> choice) {
      return choice.name().toLowerCase(Locale.ROOT);
    }
    return value.toString();
  }
}
