package io.jettymcp.config;

import java.math.BigDecimal;
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

  private final ProcessEnvironment environment;
  private final List<String> unfilled;

  private Settings(
      Map<Setting<?>, SettingValue<?>> values,
      ProcessEnvironment environment,
      List<String> unfilled) {
    this.values = values;
    this.environment = environment;
    this.unfilled = unfilled;
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
    GivenValues given = new GivenValues(flags, environment);
    for (Setting<?> setting : declared) {
      if (setting.syntax() instanceof ValueSyntax.SecretValue) {
        given.checkSecret(setting);
      } else {
        values.put(setting, read(setting, given, environment));
      }
    }
    return new Settings(values, environment, given.unfilled());
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

  /** Returns the environment that they were read in, for what is decided later. */
  ProcessEnvironment environment() {
    return environment;
  }

  /** Returns a sentence for each value that is a placeholder and so counts as unset. */
  public List<String> unfilled() {
    return unfilled;
  }

  /** Returns all of them in the order of declaration. */
  public List<Shown> shown() {
    return values.entrySet().stream()
        .map(
            entry ->
                new Shown(entry.getKey(), written(entry.getValue()), entry.getValue().source()))
        .toList();
  }

  /** Only the word none is parsed to no value. */
  private static String written(SettingValue<?> setting) {
    String value = written(setting.value());
    return value.isEmpty() && !(setting.source() instanceof Source.Default)
        ? ProxySyntax.NONE
        : value;
  }

  private static <T> SettingValue<T> read(
      Setting<T> setting, GivenValues given, ProcessEnvironment environment) {
    Optional<SettingValue<String>> text = given.find(setting);
    if (text.isPresent()) {
      return parsed(setting, text.get().value(), text.get().source(), environment);
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
      throw new UsageException(source.culprit() + " " + e.getMessage() + ".");
    }
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
