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
import static io.jettymcp.config.SettingDefinition.RETRIES;
import static io.jettymcp.config.SettingDefinition.SECRET_ENV;
import static io.jettymcp.config.SettingDefinition.TIMEOUT;
import static io.jettymcp.config.SettingDefinition.TOOLS;
import static io.jettymcp.config.SettingDefinition.TOOLSETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path directory;

  @Test
  void withNothingSetTheDefaultsHold() throws IOException {
    Settings settings = settings(Map.of(), Map.of());

    assertThat(settings.apiAddress().value()).hasToString("https://flows-api.jetty.io");
    assertThat(settings.collection().value()).isEmpty();
    assertThat(settings.lockCollection().value()).isFalse();
    assertThat(settings.readOnly().value()).isFalse();
    assertThat(settings.toolsets().value()).isEmpty();
    assertThat(settings.tools().value()).isEmpty();
    assertThat(settings.excludeTools().value()).isEmpty();
    assertThat(settings.filesRoot().value()).isEqualTo(directory.toRealPath());
    assertThat(settings.secretEnv().value()).isEmpty();
    assertThat(settings.confirm().value()).isEqualTo(Confirm.ASK);
    assertThat(settings.author().value()).isEmpty();
    assertThat(settings.connectTimeout().value()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.responseTimeout().value()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.readTimeout().value()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.timeout().value()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.retries().value()).isEqualTo(3);
    assertThat(settings.maxConcurrency().value()).isEqualTo(16);
    assertThat(settings.maxBody().value()).isEqualTo(64L * 1024 * 1024);
    assertThat(settings.logLevel().value()).isEqualTo(LogLevel.WARN);
    assertThat(settings.shown()).allMatch(shown -> shown.source() instanceof Source.Default);
  }

  @Test
  void aFlagWinsOverTheEnvironment() {
    Settings settings =
        settings(
            Map.of(COLLECTION, "by-flag", READ_ONLY, "false"),
            Map.of("JETTY_COLLECTION", "by-variable", "JETTY_READ_ONLY", "true"));

    assertThat(settings.collection())
        .isEqualTo(new Setting<>(Optional.of("by-flag"), new Source.Flag("--collection")));
    assertThat(settings.readOnly()).isEqualTo(new Setting<>(false, new Source.Flag("--read-only")));
  }

  @Test
  void theEnvironmentWinsOverTheDefault() {
    Settings settings =
        settings(Map.of(), Map.of("JETTY_COLLECTION", " acme ", "JETTY_READ_ONLY", "1"));

    assertThat(settings.collection())
        .isEqualTo(new Setting<>(Optional.of("acme"), new Source.Environment("JETTY_COLLECTION")));
    assertThat(settings.readOnly())
        .isEqualTo(new Setting<>(true, new Source.Environment("JETTY_READ_ONLY")));
  }

  @Test
  void emptyAndBlankVariablesCountAsUnset() {
    Settings settings =
        settings(
            Map.of(),
            Map.of("JETTY_COLLECTION", "", "JETTY_READ_ONLY", "  ", "JETTY_API_URL", "\t"));

    assertThat(settings.shown()).allMatch(shown -> shown.source() instanceof Source.Default);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COLLECTION | '' | --collection must be a name of 1 to 255 characters on one line",
        "COLLECTION | a/b | --collection must be the name of a collection: no slash",
        "COLLECTION | a\\b | --collection must be the name of a collection: no slash",
        "COLLECTION | .. | --collection must be the name of a collection: no slash",
        "READ_ONLY | maybe | --read-only must be true or false (also 1, yes, on and 0, no, off)",
        "TOOLSETS | ' , ' | --toolsets must be one or more names with commas between them",
        "TOOLS | '' | --tools must be one or more names with commas between them",
        "EXCLUDE_TOOLS | , | --exclude-tools must be one or more names with commas between them",
        "FILES_ROOT | no-such-place | --files-root must be a directory that exists",
        "SECRET_ENV | A-B | --secret-env must be names of environment variables, or patterns",
        "SECRET_ENV | JETTY_API_TOKEN | --secret-env must not name JETTY_API_TOKEN",
        "CONFIRM | always | --confirm must be one of ask, never, but is \"always\"",
        "AUTHOR | ' ' | --author must be a name of 1 to 255 characters on one line",
        "CONNECT_TIMEOUT | 0 | --connect-timeout must be a number of seconds above 0",
        "RESPONSE_TIMEOUT | -1 | --response-timeout must be a number of seconds above 0",
        "READ_TIMEOUT | 1e3 | --read-timeout must be a number of seconds above 0",
        "TIMEOUT | 86400.1 | --timeout must be a number of seconds above 0 and up to 86400",
        "RETRIES | 11 | --retries must be a whole number from 0 to 10, but is \"11\"",
        "RETRIES | many | --retries must be a whole number from 0 to 10, but is \"many\"",
        "MAX_CONCURRENCY | 0 | --max-concurrency must be a whole number from 1 to 1000",
        "MAX_BODY | 1023 | --max-body must be a size from 1KB to 1GB",
        "MAX_BODY | 2GB | --max-body must be a size from 1KB to 1GB",
        "MAX_BODY | 9999999999GB | --max-body must be a size from 1KB to 1GB",
        "MAX_BODY | 1.5MB | --max-body must be a size from 1KB to 1GB",
        "LOG_LEVEL | loud | --log-level must be one of error, warn, info, debug, trace",
      })
  void whatASettingDoesNotTakeIsRefusedByName(
      SettingDefinition setting, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of(setting, value), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aVariableThatIsRefusedIsNamed() {
    assertThatThrownBy(() -> settings(Map.of(), Map.of("JETTY_READ_ONLY", "perhaps")))
        .hasMessageStartingWith("JETTY_READ_ONLY must be true or false");
  }

  @Test
  void aRefusalIsOneShortLineWhateverTheValue() {
    assertThatThrownBy(() -> settings(Map.of(RETRIES, "x\n".repeat(500)), Map.of()))
        .satisfies(
            refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(150).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "1", "yes", "on"})
  void onMayBeWrittenInSeveralWays(String text) {
    assertThat(settings(Map.of(), Map.of("JETTY_READ_ONLY", text)).readOnly().value()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "0", "no", "off"})
  void offMayBeWrittenInSeveralWays(String text) {
    assertThat(settings(Map.of(), Map.of("JETTY_READ_ONLY", text)).readOnly().value()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1KB, 1024", "2048, 2048", "2048B, 2048", "16 mb, 16777216", "1GB, 1073741824"})
  void sizesHaveUnits(String text, long bytes) {
    assertThat(settings(Map.of(MAX_BODY, text), Map.of()).maxBody().value()).isEqualTo(bytes);
  }

  @Test
  void secondsMayHaveFractions() {
    Settings settings = settings(Map.of(CONNECT_TIMEOUT, "0.25", TIMEOUT, "86400"), Map.of());

    assertThat(settings.connectTimeout().value()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.timeout().value()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void listsKeepTheirOrderAndDropBlanksAndRepeats() {
    Settings settings =
        settings(
            Map.of(
                TOOLS, " whoami, run-task ,,whoami",
                TOOLSETS, "runs",
                EXCLUDE_TOOLS, "b,a",
                SECRET_ENV, "OPENAI_API_KEY, AWS_*"),
            Map.of());

    assertThat(settings.tools().value()).containsExactly("whoami", "run-task");
    assertThat(settings.toolsets().value()).containsExactly("runs");
    assertThat(settings.excludeTools().value()).containsExactly("b", "a");
    assertThat(settings.secretEnv().value()).containsExactly("OPENAI_API_KEY", "AWS_*");
  }

  @Test
  void theFilesRootIsRealWhereverItIsNamedFrom() throws IOException {
    Path real = Files.createDirectory(directory.resolve("data"));
    Files.createSymbolicLink(directory.resolve("link"), real);

    assertThat(root("data")).isEqualTo(real.toRealPath());
    assertThat(root("link")).isEqualTo(real.toRealPath());
    assertThat(root("~/data")).isEqualTo(real.toRealPath());
    assertThat(root("~")).isEqualTo(directory.toRealPath());
    assertThat(root(real.toString())).isEqualTo(real.toRealPath());
  }

  @Test
  void aFileIsNoFilesRoot() throws IOException {
    Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> root("file"))
        .hasMessage("--files-root must be a directory, not a file, but is \"file\".");
  }

  @Test
  void aLockNeedsACollection() {
    assertThatThrownBy(() -> settings(Map.of(LOCK_COLLECTION, "true"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("give --collection or JETTY_COLLECTION");
    assertThat(
            settings(Map.of(LOCK_COLLECTION, "true"), Map.of("JETTY_COLLECTION", "acme"))
                .lockCollection()
                .value())
        .isTrue();
  }

  @Test
  void everySettingButTheTokenIsShownAsAUserWouldWriteIt() {
    Settings settings =
        settings(
            Map.of(
                TOOLS, "a,b", TIMEOUT, "2.50", AUTHOR, "Ada", CONFIRM, "NEVER", LOG_LEVEL, "info"),
            Map.of());

    assertThat(settings.shown())
        .extracting(Settings.Shown::definition)
        .containsExactlyElementsOf(
            SettingDefinition.general().stream()
                .filter(setting -> setting != SettingDefinition.TOKEN)
                .toList());
    assertThat(settings.shown())
        .contains(
            new Settings.Shown(TOOLS, "a,b", new Source.Flag("--tools")),
            new Settings.Shown(TIMEOUT, "2.5", new Source.Flag("--timeout")),
            new Settings.Shown(AUTHOR, "Ada", new Source.Flag("--author")),
            new Settings.Shown(CONFIRM, "never", new Source.Flag("--confirm")),
            new Settings.Shown(LOG_LEVEL, "info", new Source.Flag("--log-level")),
            new Settings.Shown(MAX_CONCURRENCY, "16", new Source.Default()),
            new Settings.Shown(API_URL, "https://flows-api.jetty.io", new Source.Default()),
            new Settings.Shown(COLLECTION, "", new Source.Default()));
  }

  @Test
  void whatIsShownIsReadAgainAsTheSame() {
    Settings settings = settings(Map.of(MAX_BODY, "16MB", TIMEOUT, "0.5"), Map.of());
    for (Settings.Shown shown : settings.shown()) {
      if (shown.definition().flag().isPresent() && !shown.value().isEmpty()) {
        assertThat(settings(Map.of(shown.definition(), shown.value(), COLLECTION, "c"), Map.of()))
            .extracting(Settings::shown, InstanceOfAssertFactories.list(Settings.Shown.class))
            .filteredOn(again -> again.definition() == shown.definition())
            .extracting(Settings.Shown::value)
            .containsExactly(shown.value());
      }
    }
  }

  @Test
  void aSourceIsToldInWords() {
    assertThat(
            List.of(
                new Source.Flag("--tools").words(),
                new Source.Environment("JETTY_API_URL").words(),
                new Source.File(Path.of("x", "token")).words(),
                new Source.Default().words()))
        .containsExactly(
            "flag --tools",
            "environment variable JETTY_API_URL",
            "file " + Path.of("x", "token"),
            "default");
  }

  @Test
  void surroundingsDoNotShowTheEnvironment() {
    assertThat(new ProcessEnvironment(Map.of("SOME_KEY", "sesame-open"), directory, directory))
        .asString()
        .doesNotContain("sesame");
  }

  private Path root(String text) {
    return settings(Map.of(FILES_ROOT, text), Map.of()).filesRoot().value();
  }

  private Settings settings(Map<SettingDefinition, String> flags, Map<String, String> environment) {
    return Settings.read(flags, new ProcessEnvironment(environment, directory, directory));
  }
}
