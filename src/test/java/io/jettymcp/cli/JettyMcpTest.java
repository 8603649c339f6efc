package io.jettymcp.cli;

import static io.jettymcp.config.GeneralSettings.COLLECTION;
import static io.jettymcp.config.GeneralSettings.LOG_LEVEL;
import static io.jettymcp.config.GeneralSettings.READ_ONLY;
import static io.jettymcp.config.GeneralSettings.TOOLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.Version;
import io.jettymcp.cli.CliFixture.Ended;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.LogLevel;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.UsageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class JettyMcpTest {
  @RegisterExtension final CliFixture cli = new CliFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--read-only --tools whoami,run-task",
        "stdio --read-only --tools whoami,run-task",
        "--read-only stdio --tools whoami,run-task",
        "--read-only --tools whoami,run-task stdio",
        "--read-only=true --tools=whoami --tools=run-task",
      })
  void stdioIsTheDefaultCommandForFlags(String arguments) {
    Ended ended = run(arguments.split(" "));

    assertThat(ended).isEqualTo(new Ended(0, "", ""));
    Settings settings = cli.started.get(0).settings();
    assertThat(settings.get(READ_ONLY)).isTrue();
    assertThat(settings.source(READ_ONLY)).isEqualTo(new Source.Flag("--read-only"));
    assertThat(settings.get(TOOLS)).containsExactly("whoami", "run-task");
  }

  @Test
  void serverStartsWithoutArguments() {
    assertThat(run()).isEqualTo(new Ended(0, "", ""));
    assertThat(cli.started).hasSize(1);
  }

  @Test
  void flagAfterTheCommandOverridesOneBeforeIt() {
    run("--collection", "a", "stdio", "--collection", "b");

    assertThat(cli.started.get(0).settings().get(COLLECTION)).isEqualTo(Optional.of("b"));
  }

  @Test
  void flagOverridesASwitchOfTheEnvironment() {
    cli.environment.put("JETTY_READ_ONLY", "true");

    run("--read-only=false");

    assertThat(cli.started.get(0).settings().get(READ_ONLY)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "YES, true", "on, true", "1, true", "no, false", "off, false"})
  void flagOfASwitchAcceptsWhatItsVariableAccepts(String value, boolean on) {
    assertThat(run("--read-only=" + value).err()).isEmpty();
    assertThat(cli.started.get(0).settings().get(READ_ONLY)).isEqualTo(on);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", ""})
  void flagOfASwitchRejectsOtherValues(String value) {
    assertThat(run("echo", "--read-only=" + value, "x"))
        .isEqualTo(
            new Ended(
                2,
                "",
                lines(
                    "jetty-mcp: --read-only must be true or false (also 1, yes, on and 0, no, off),"
                        + " but is \""
                        + value
                        + "\".")));
  }

  @Test
  void everyFlagIsAccepted() throws IOException {
    Path pem = cli.home.resolve("ca.pem");
    Files.writeString(pem, "-----BEGIN CERTIFICATE-----");
    Path key = Files.writeString(cli.home.resolve("key"), "k".repeat(32));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Map<Setting<?>, Path> files =
        Map.of(GeneralSettings.CA_FILE, pem, GeneralSettings.STATE_KEY_FILE, key);
    for (Setting<?> setting : GeneralSettings.all()) {
      cli.started.clear();
      cli.check = settings -> {};
      if (setting.flag().isPresent()) {
        String flag = setting.flag().get();
        String value =
            files.containsKey(setting)
                ? files.get(setting).toString()
                : setting.defaultText().orElse("some");
        Ended ended = setting.isSwitch() ? run("--collection=c", flag) : run(flag, value);
        assertThat(ended).as(flag).isEqualTo(new Ended(0, "", ""));
        assertThat(cli.started.get(0).settings().shown())
            .filteredOn(shown -> shown.setting() == setting)
            .extracting(Settings.Shown::source)
            .containsExactly(new Source.Flag(flag));
      }
    }
  }

  @Test
  void helpNamesEveryFlagVariableAndCommand() {
    Ended ended = run("--help");

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    for (Setting<?> setting : GeneralSettings.all()) {
      assertThat(ended.out()).contains(setting.title());
      setting.variable().ifPresent(name -> assertThat(ended.out()).contains(name));
    }
    assertThat(ended.out()).contains("--help", "--version", "stdio", "echo", "[default: 64MB]");
    assertThat(cli.started).isEmpty();
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(run("stdio", "--help").out()).contains("jetty-mcp stdio", "--read-only");
    assertThat(run("echo", "--help").out()).contains("jetty-mcp echo");
    assertThat(cli.started).isEmpty();
  }

  @Test
  void versionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");

    assertThat(Version.current()).isEqualTo(version);
    assertThat(run("--version").out()).startsWith("jetty-mcp " + Version.ofBuild() + " on Java ");
  }

  @Test
  void resultOfACommandIsTheExitCode() {
    assertThat(run("echo", "zero")).isEqualTo(new Ended(0, lines("zero"), ""));
    assertThat(run("echo", "one")).isEqualTo(new Ended(1, lines("one"), ""));
  }

  @Test
  void atSignDoesNotExpandAFile() {
    assertThat(run("echo", "@pom.xml").out()).isEqualTo(lines("@pom.xml"));
  }

  @Test
  void switchLeavesTheNextArgumentToTheCommand() {
    assertThat(run("--read-only", "echo", "x").out()).isEqualTo(lines("x"));
    assertThat(run("echo", "--read-only", "x").out()).isEqualTo(lines("x"));
  }

  @Test
  void failureIsOneLineWithExitCodeOne() {
    assertThat(run("echo", "fail in some way"))
        .isEqualTo(new Ended(1, "", lines("jetty-mcp: fail in some way (for a reason)")));
  }

  @Test
  void failureOfAFileIsSaidInWords() {
    assertThat(run("echo", "deny").err())
        .isEqualTo(lines("jetty-mcp: /home/me/file: permission denied"));
  }

  @Test
  void failureMessagesAreRedacted() {
    String token = "mlc_" + "a".repeat(32);

    assertThat(run("echo", "fail with " + token).err())
        .contains("mlc_...aaaa")
        .doesNotContain(token);
    assertThat(run("stdio", token).err()).contains("mlc_...aaaa").doesNotContain(token);
    assertThat(run("--retries", token).err()).contains("mlc_...aaaa").doesNotContain(token);
  }

  @Test
  void unknownCommandIsAUsageErrorWithTheNearestName() {
    Ended ended = run("stdoi");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("jetty-mcp: Unknown command 'stdoi'. Did you mean \"stdio\"?")
        .contains("Help: jetty-mcp --help");
  }

  @Test
  void toolInPlaceOfACommandGetsTheCommandThatCallsIt() {
    assertThat(run("run-task", "x").err())
        .startsWith("jetty-mcp: run-task is a tool. To call it: jetty-mcp call run-task\n");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(run("help").out()).isEqualTo(run("--help").out());
    assertThat(run("help", "echo").out()).isEqualTo(run("echo", "--help").out());
    Ended unknown = run("help", "eco");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("Unknown command 'eco'. Did you mean \"echo\"?", "jetty-mcp tools NAME");
  }

  @Test
  void helpFitsIntoTheLinesOfTheTerminal() {
    assertThat(run("--help").out().lines()).anyMatch(line -> line.length() > 70);
    cli.environment.put("COLUMNS", "62");
    assertThat(run("echo", "--help").out().lines())
        .allMatch(line -> line.length() <= 62, "has at most 62 columns");
  }

  @Test
  void ownOptionsComeBeforeTheSettings() {
    assertThat(run("echo", "--help").out())
        .containsSubsequence(
            "--help", "--version", "Settings:", "--collection", "docs/configuration.md")
        .doesNotContain("JETTY_COLLECTION");
    assertThat(run("--help").out())
        .containsSubsequence("Commands:", "Settings:", "JETTY_COLLECTION");
  }

  @Test
  void unknownFlagErrorNamesTheHelpOfTheCommand() {
    Ended ended = run("stdio", "--read-onyl");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("--read-onyl", "--read-only", "jetty-mcp stdio --help");
  }

  @Test
  void flagIsNotTheValueOfTheFlagBeforeIt() {
    Ended ended = run("--collection", "--read-only");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("--collection");
  }

  @Test
  void invalidSettingIsAUsageError() {
    assertThat(run("--retries", "many"))
        .isEqualTo(
            new Ended(
                2,
                "",
                lines(
                    "jetty-mcp: --retries must be an integer from 0 to 10, but is"
                        + " \"many\".")));
    cli.environment.put("JETTY_API_URL", "http://example.com");
    assertThat(run().exit()).isEqualTo(2);
    assertThat(cli.started).isEmpty();
  }

  @Test
  void unknownToolNameStopsTheStart() {
    cli.check =
        settings -> {
          throw new UsageException("There is no tool " + settings.get(TOOLS).get(0) + ".");
        };

    assertThat(run("--tools", "whoam"))
        .isEqualTo(new Ended(2, "", lines("jetty-mcp: There is no tool whoam.")));
    assertThat(cli.started).isEmpty();
  }

  @Test
  void logLevelFlagSetsTheLogLevel() {
    run("--log-level", "trace");
    assertThat(LoggerFactory.getLogger("io.jettymcp.any").isTraceEnabled()).isTrue();

    run();
    assertThat(LoggerFactory.getLogger("io.jettymcp.any").isInfoEnabled()).isFalse();
    assertThat(cli.started.get(1).settings().get(LOG_LEVEL)).isEqualTo(LogLevel.WARN);
  }

  private Ended run(String... arguments) {
    return cli.run(new Echo(), arguments);
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  @Command(name = "echo", description = "Prints its argument, or fails with it.")
  private static final class Echo implements Subcommand {
    @Parameters(index = "0")
    private String argument = "";

    @Override
    public int run(Invocation invocation) throws Exception {
      if (argument.startsWith("fail ")) {
        throw new IOException(argument, new IllegalStateException("for a reason"));
      }
      if (argument.equals("deny")) {
        throw new AccessDeniedException("/home/me/file");
      }
      invocation.out().println(argument);
      return argument.equals("one") ? FAILED : OK;
    }
  }
}
