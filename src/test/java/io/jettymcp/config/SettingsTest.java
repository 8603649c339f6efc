package io.jettymcp.config;

import static io.jettymcp.config.GeneralSettings.API_URL;
import static io.jettymcp.config.GeneralSettings.AUTHOR;
import static io.jettymcp.config.GeneralSettings.COLLECTION;
import static io.jettymcp.config.GeneralSettings.CONFIRM;
import static io.jettymcp.config.GeneralSettings.CONNECT_TIMEOUT;
import static io.jettymcp.config.GeneralSettings.EXCLUDE_TOOLS;
import static io.jettymcp.config.GeneralSettings.FILES_ROOT;
import static io.jettymcp.config.GeneralSettings.LOCK_COLLECTION;
import static io.jettymcp.config.GeneralSettings.LOG_LEVEL;
import static io.jettymcp.config.GeneralSettings.MAX_BODY;
import static io.jettymcp.config.GeneralSettings.MAX_CONCURRENCY;
import static io.jettymcp.config.GeneralSettings.READ_ONLY;
import static io.jettymcp.config.GeneralSettings.READ_TIMEOUT;
import static io.jettymcp.config.GeneralSettings.RESPONSE_TIMEOUT;
import static io.jettymcp.config.GeneralSettings.RETRIES;
import static io.jettymcp.config.GeneralSettings.SECRET_ENV;
import static io.jettymcp.config.GeneralSettings.TIMEOUT;
import static io.jettymcp.config.GeneralSettings.TOOLS;
import static io.jettymcp.config.GeneralSettings.TOOLSETS;
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
  void defaultsApplyIfNothingIsSet() throws IOException {
    Settings settings = settings(Map.of(), Map.of());

    assertThat(settings.get(API_URL)).hasToString("https://flows-api.jetty.io");
    assertThat(settings.get(COLLECTION)).isEmpty();
    assertThat(settings.get(LOCK_COLLECTION)).isFalse();
    assertThat(settings.get(READ_ONLY)).isFalse();
    assertThat(settings.get(TOOLSETS)).isEmpty();
    assertThat(settings.get(TOOLS)).isEmpty();
    assertThat(settings.get(EXCLUDE_TOOLS)).isEmpty();
    assertThat(settings.get(FILES_ROOT)).isEqualTo(directory.toRealPath());
    assertThat(settings.get(SECRET_ENV)).isEmpty();
    assertThat(settings.get(CONFIRM)).isEqualTo(Confirm.ASK);
    assertThat(settings.get(AUTHOR)).isEmpty();
    assertThat(settings.get(CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.get(RESPONSE_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.get(READ_TIMEOUT)).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.get(TIMEOUT)).isEqualTo(Duration.ofSeconds(50));
    assertThat(settings.get(RETRIES)).isEqualTo(3);
    assertThat(settings.get(MAX_CONCURRENCY)).isEqualTo(16);
    assertThat(settings.get(MAX_BODY)).isEqualTo(64L * 1024 * 1024);
    assertThat(settings.get(LOG_LEVEL)).isEqualTo(LogLevel.WARN);
    assertThat(settings.shown()).allMatch(shown -> shown.source() instanceof Source.Default);
  }

  @Test
  void flagOverridesTheEnvironment() {
    Settings settings =
        settings(
            Map.of(COLLECTION, "by-flag", READ_ONLY, "false"),
            Map.of("JETTY_COLLECTION", "by-variable", "JETTY_READ_ONLY", "true"));

    assertThat(settings.get(COLLECTION)).isEqualTo(Optional.of("by-flag"));
    assertThat(settings.source(COLLECTION)).isEqualTo(new Source.Flag("--collection"));
    assertThat(settings.get(READ_ONLY)).isEqualTo(false);
    assertThat(settings.source(READ_ONLY)).isEqualTo(new Source.Flag("--read-only"));
  }

  @Test
  void environmentOverridesTheDefault() {
    Settings settings =
        settings(Map.of(), Map.of("JETTY_COLLECTION", " acme ", "JETTY_READ_ONLY", "1"));

    assertThat(settings.get(COLLECTION)).contains("acme");
    assertThat(settings.source(COLLECTION)).isEqualTo(new Source.Environment("JETTY_COLLECTION"));
    assertThat(settings.get(READ_ONLY)).isEqualTo(true);
    assertThat(settings.source(READ_ONLY)).isEqualTo(new Source.Environment("JETTY_READ_ONLY"));
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
  @ValueSource(
      strings = {
        "${user_config.x}",
        "${X}",
        " '${input:x}' ",
        "$X",
        "%X%",
        "{{x}}",
        "<the value>",
        "YOUR_VALUE",
        "undefined",
        "null"
      })
  void placeholderCountsAsUnsetInEverySetting(String placeholder) {
    for (Setting<?> setting : GeneralSettings.all()) {
      Map<Setting<?>, String> flags =
          setting.flag().isPresent() ? Map.of(setting, placeholder) : Map.of();
      Map<String, String> variables =
          setting.variable().map(name -> Map.of(name, placeholder)).orElse(Map.of());
      Settings settings = settings(flags, variables);
      assertThat(settings.shown()).allMatch(shown -> shown.source() instanceof Source.Default);
      assertThat(settings.unfilled())
          .as("%s", setting)
          .hasSize(flags.size() + variables.size())
          .allMatch(
              s -> s.endsWith(" is a placeholder that was not filled in, so it counts as unset."))
          .first(InstanceOfAssertFactories.STRING)
          .startsWith(setting.title());
    }
  }

  @Test
  void placeholderOfAFlagLeavesTheVariable() {
    Settings settings =
        settings(Map.of(COLLECTION, "${c}"), Map.of("JETTY_COLLECTION", "\"acme\"\ufeff"));
    assertThat(settings.get(COLLECTION)).contains("acme");
    assertThat(settings.unfilled()).singleElement().asString().startsWith("--collection is");
  }

  @Test
  void valuesThatLookLikePlaceholdersInPartAreUsed() {
    assertThat(settings(Map.of(COLLECTION, "{my}"), Map.of()).get(COLLECTION)).contains("{my}");
    assertThat(settings(Map.of(AUTHOR, "a <b@c.d>"), Map.of()).get(AUTHOR)).contains("a <b@c.d>");
    assertThat(settings(Map.of(AUTHOR, "your-team"), Map.of()).get(AUTHOR)).contains("your-team");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--collection | '' | --collection must be a name of 1 to 255 characters on one line",
        "--collection | a/b | --collection must be the name of a collection: no slash",
        "--collection | a\\b | --collection must be the name of a collection: no slash",
        "--collection | .. | --collection must be the name of a collection: no slash",
        "--read-only | maybe | --read-only must be true or false (also 1, yes, on and 0, no, off)",
        "--toolsets | ' , ' | --toolsets must be one or more names separated by commas",
        "--tools | '' | --tools must be one or more names separated by commas",
        "--exclude-tools | , | --exclude-tools must be one or more names separated by commas",
        "--files-root | no-such-place | --files-root must be an existing, readable directory",
        "--secret-env | A-B | --secret-env must be names of environment variables, or patterns",
        "--secret-env | JETTY_API_TOKEN | --secret-env must not name JETTY_API_TOKEN",
        "--confirm | always | --confirm must be one of ask, never, but is \"always\"",
        "--author | ' ' | --author must be a name of 1 to 255 characters on one line",
        "--connect-timeout | 0 | --connect-timeout must be a number of seconds above 0",
        "--response-timeout | -1 | --response-timeout must be a number of seconds above 0",
        "--read-timeout | 1e3 | --read-timeout must be a number of seconds above 0",
        "--timeout | 86400.1 | --timeout must be a number of seconds above 0 and up to 86400",
        "--retries | 11 | --retries must be an integer from 0 to 10, but is \"11\"",
        "--retries | many | --retries must be an integer from 0 to 10, but is \"many\"",
        "--max-concurrency | 0 | --max-concurrency must be an integer from 1 to 1000",
        "--max-body | 1023 | --max-body must be a size from 1KB to 1GB",
        "--max-body | 2GB | --max-body must be a size from 1KB to 1GB",
        "--max-body | 9999999999GB | --max-body must be a size from 1KB to 1GB",
        "--max-body | 1.5MB | --max-body must be a size from 1KB to 1GB",
        "--log-level | loud | --log-level must be one of error, warn, info, debug, trace",
      })
  void aValueThatIsNotAcceptedIsRejectedByName(String flag, String value, String message) {
    Setting<?> setting =
        GeneralSettings.all().stream()
            .filter(one -> one.title().equals(flag))
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> settings(Map.of(setting, value), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void rejectedVariableIsNamed() {
    assertThatThrownBy(() -> settings(Map.of(), Map.of("JETTY_READ_ONLY", "perhaps")))
        .hasMessageStartingWith("JETTY_READ_ONLY must be true or false");
  }

  @Test
  void errorIsOneShortLine() {
    assertThatThrownBy(() -> settings(Map.of(RETRIES, "x\n".repeat(500)), Map.of()))
        .satisfies(
            refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(150).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "1", "yes", "on"})
  void enabledHasSeveralNotations(String text) {
    assertThat(settings(Map.of(), Map.of("JETTY_READ_ONLY", text)).get(READ_ONLY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "0", "no", "off"})
  void disabledHasSeveralNotations(String text) {
    assertThat(settings(Map.of(), Map.of("JETTY_READ_ONLY", text)).get(READ_ONLY)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1KB, 1024", "2048, 2048", "2048B, 2048", "16 mb, 16777216", "1GB, 1073741824"})
  void sizesHaveUnits(String text, long bytes) {
    assertThat(settings(Map.of(MAX_BODY, text), Map.of()).get(MAX_BODY)).isEqualTo(bytes);
  }

  @Test
  void secondsMayHaveFractions() {
    Settings settings = settings(Map.of(CONNECT_TIMEOUT, "0.25", TIMEOUT, "86400"), Map.of());

    assertThat(settings.get(CONNECT_TIMEOUT)).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.get(TIMEOUT)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void listsKeepTheirOrderWithoutBlanksAndRepeats() {
    Settings settings =
        settings(
            Map.of(
                TOOLS, " whoami, run-task ,,whoami",
                TOOLSETS, "runs",
                EXCLUDE_TOOLS, "b,a",
                SECRET_ENV, "OPENAI_API_KEY, AWS_*"),
            Map.of());

    assertThat(settings.get(TOOLS)).containsExactly("whoami", "run-task");
    assertThat(settings.get(TOOLSETS)).containsExactly("runs");
    assertThat(settings.get(EXCLUDE_TOOLS)).containsExactly("b", "a");
    assertThat(settings.get(SECRET_ENV)).containsExactly("OPENAI_API_KEY", "AWS_*");
  }

  @Test
  void filesRootIsARealPath() throws IOException {
    Path real = Files.createDirectory(directory.resolve("data"));
    Files.createSymbolicLink(directory.resolve("link"), real);

    assertThat(root("data")).isEqualTo(real.toRealPath());
    assertThat(root("link")).isEqualTo(real.toRealPath());
    assertThat(root("~/data")).isEqualTo(real.toRealPath());
    assertThat(root("~")).isEqualTo(directory.toRealPath());
    assertThat(root(real.toString())).isEqualTo(real.toRealPath());
  }

  @Test
  void filesRootMustBeADirectory() throws IOException {
    Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> root("file"))
        .hasMessage("--files-root must be a directory, not a file, but is \"file\".");
  }

  @Test
  void lockNeedsACollection() {
    assertThatThrownBy(() -> settings(Map.of(LOCK_COLLECTION, "true"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("set --collection or JETTY_COLLECTION");
    assertThat(
            settings(Map.of(LOCK_COLLECTION, "true"), Map.of("JETTY_COLLECTION", "acme"))
                .get(LOCK_COLLECTION))
        .isTrue();
  }

  @Test
  void settingsAreShownInTheNotationOfUsers() {
    Settings settings =
        settings(
            Map.of(
                TOOLS, "a,b", TIMEOUT, "2.50", AUTHOR, "Ada", CONFIRM, "NEVER", LOG_LEVEL, "info"),
            Map.of());

    assertThat(settings.shown())
        .extracting(Settings.Shown::setting)
        .containsExactlyElementsOf(
            GeneralSettings.all().stream()
                .filter(setting -> setting != GeneralSettings.TOKEN)
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
  void shownValuesAreReadAsTheSame() {
    Settings settings = settings(Map.of(MAX_BODY, "16MB", TIMEOUT, "0.5"), Map.of());
    for (Settings.Shown shown : settings.shown()) {
      if (shown.setting().flag().isPresent() && !shown.value().isEmpty()) {
        assertThat(settings(Map.of(shown.setting(), shown.value(), COLLECTION, "c"), Map.of()))
            .extracting(Settings::shown, InstanceOfAssertFactories.list(Settings.Shown.class))
            .filteredOn(again -> again.setting() == shown.setting())
            .extracting(Settings.Shown::value)
            .containsExactly(shown.value());
      }
    }
  }

  @Test
  void sourcesHaveDescriptions() {
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
  void processEnvironmentDoesNotPrintVariables() {
    assertThat(new ProcessEnvironment(Map.of("SOME_KEY", "sesame-open"), directory, directory))
        .asString()
        .doesNotContain("sesame");
  }

  private Path root(String text) {
    return settings(Map.of(FILES_ROOT, text), Map.of()).get(FILES_ROOT);
  }

  private Settings settings(Map<Setting<?>, String> flags, Map<String, String> environment) {
    return GeneralSettings.read(flags, new ProcessEnvironment(environment, directory, directory));
  }
}
