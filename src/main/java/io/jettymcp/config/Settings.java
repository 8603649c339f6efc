package io.jettymcp.config;

import static io.jettymcp.config.SettingDefinition.API_URL;
import static io.jettymcp.config.SettingDefinition.AUTHOR;
import static io.jettymcp.config.SettingDefinition.COLLECTION;
import static io.jettymcp.config.SettingDefinition.CONFIRM;
import static io.jettymcp.config.SettingDefinition.CONNECT_TIMEOUT;
import static io.jettymcp.config.SettingDefinition.EXCLUDE_TOOLS;
import static io.jettymcp.config.SettingDefinition.FILES_ROOT;
import static io.jettymcp.config.SettingDefinition.LOCK_COLLECTION;
import static io.jettymcp.config.SettingDefinition.LOG_LEVEL;
import static io.jettymcp.config.SettingDefinition.MAX_BODY;
import static io.jettymcp.config.SettingDefinition.MAX_CONCURRENCY;
import static io.jettymcp.config.SettingDefinition.READ_ONLY;
import static io.jettymcp.config.SettingDefinition.READ_TIMEOUT;
import static io.jettymcp.config.SettingDefinition.RESPONSE_TIMEOUT;
import static io.jettymcp.config.SettingDefinition.RETRIES;
import static io.jettymcp.config.SettingDefinition.SECRET_ENV;
import static io.jettymcp.config.SettingDefinition.TIMEOUT;
import static io.jettymcp.config.SettingDefinition.TOOLS;
import static io.jettymcp.config.SettingDefinition.TOOLSETS;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that can be set but the token, which changes while the program runs and lives in
 * {@link TokenStore}. {@link SettingDefinition} says what each is for. Names of tools and toolsets
 * are as the user wrote them; whether they exist is for those to say who know the catalog. {@code
 * maxBody} is in bytes.
 */
public record Settings(
    Setting<ApiAddress> apiAddress,
    Setting<Optional<String>> collection,
    Setting<Boolean> lockCollection,
    Setting<Boolean> readOnly,
    Setting<List<String>> toolsets,
    Setting<List<String>> tools,
    Setting<List<String>> excludeTools,
    Setting<Path> filesRoot,
    Setting<List<String>> secretEnv,
    Setting<Confirm> confirm,
    Setting<Optional<String>> author,
    Setting<Duration> connectTimeout,
    Setting<Duration> responseTimeout,
    Setting<Duration> readTimeout,
    Setting<Duration> timeout,
    Setting<Integer> retries,
    Setting<Integer> maxConcurrency,
    Setting<Long> maxBody,
    Setting<LogLevel> logLevel) {

  public Settings {
    if (lockCollection.value() && collection.value().isEmpty()) {
      throw new UsageException(
          "--lock-collection needs a collection to lock: give --collection or JETTY_COLLECTION too.");
    }
  }

  /**
   * One setting, ready to be shown.
   *
   * @param value as a user would write it; empty where nothing is set
   */
  public record Shown(SettingDefinition definition, String value, Source source) {}

  /**
   * Reads all settings: a flag wins over the environment, that over a file, that over the default.
   *
   * @param flags the text of each flag that was given
   * @throws UsageException at the first value that is not accepted
   */
  public static Settings read(
      Map<SettingDefinition, String> flags, ProcessEnvironment surroundings) {
    SettingReader reader = new SettingReader(flags, surroundings);
    try {
      return new Settings(
          reader.setting(AddressSyntax.parse(reader.text(API_URL))),
          reader.setting(
              reader.has(COLLECTION)
                  ? Optional.of(SettingSyntax.collection(reader.text()))
                  : Optional.empty()),
          reader.setting(SettingSyntax.onOff(reader.text(LOCK_COLLECTION))),
          reader.setting(SettingSyntax.onOff(reader.text(READ_ONLY))),
          reader.setting(reader.has(TOOLSETS) ? SettingSyntax.names(reader.text()) : List.of()),
          reader.setting(reader.has(TOOLS) ? SettingSyntax.names(reader.text()) : List.of()),
          reader.setting(
              reader.has(EXCLUDE_TOOLS) ? SettingSyntax.names(reader.text()) : List.of()),
          reader.setting(SettingSyntax.directory(surroundings, reader.text(FILES_ROOT))),
          reader.setting(
              reader.has(SECRET_ENV) ? SettingSyntax.variables(reader.text()) : List.of()),
          reader.setting(SettingSyntax.choice(Confirm.class, reader.text(CONFIRM))),
          reader.setting(
              reader.has(AUTHOR)
                  ? Optional.of(SettingSyntax.line(reader.text()))
                  : Optional.empty()),
          reader.setting(SettingSyntax.seconds(reader.text(CONNECT_TIMEOUT))),
          reader.setting(SettingSyntax.seconds(reader.text(RESPONSE_TIMEOUT))),
          reader.setting(SettingSyntax.seconds(reader.text(READ_TIMEOUT))),
          reader.setting(SettingSyntax.seconds(reader.text(TIMEOUT))),
          reader.setting(SettingSyntax.whole(0, 10, reader.text(RETRIES))),
          reader.setting(SettingSyntax.whole(1, 1_000, reader.text(MAX_CONCURRENCY))),
          reader.setting(SettingSyntax.bytes(reader.text(MAX_BODY))),
          reader.setting(SettingSyntax.choice(LogLevel.class, reader.text(LOG_LEVEL))));
    } catch (InvalidValueException rejected) {
      throw reader.refused(rejected);
    }
  }

  /** All of them in the order of {@link SettingDefinition}. */
  public List<Shown> shown() {
    return List.of(
        shown(API_URL, apiAddress),
        shown(COLLECTION, collection),
        shown(LOCK_COLLECTION, lockCollection),
        shown(READ_ONLY, readOnly),
        shown(TOOLSETS, toolsets),
        shown(TOOLS, tools),
        shown(EXCLUDE_TOOLS, excludeTools),
        shown(FILES_ROOT, filesRoot),
        shown(SECRET_ENV, secretEnv),
        shown(CONFIRM, confirm),
        shown(AUTHOR, author),
        shown(CONNECT_TIMEOUT, connectTimeout),
        shown(RESPONSE_TIMEOUT, responseTimeout),
        shown(READ_TIMEOUT, readTimeout),
        shown(TIMEOUT, timeout),
        shown(RETRIES, retries),
        shown(MAX_CONCURRENCY, maxConcurrency),
        shown(MAX_BODY, maxBody),
        shown(LOG_LEVEL, logLevel));
  }

  private static Shown shown(SettingDefinition definition, Setting<?> setting) {
    return new Shown(definition, written(setting.value()), setting.source());
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
