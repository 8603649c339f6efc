package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the launcher finds and starts Java. */
class LauncherTest {
  @RegisterExtension final Checkout checkout = new Checkout();

  @BeforeEach
  void writeJar() throws IOException {
    checkout.writeJar();
  }

  @Nested
  class CommandLine {
    @BeforeEach
    void installJava() throws IOException {
      checkout.installJava("17.0.9");
    }

    @Test
    void argumentsReachJavaUnchanged() throws Exception {
      Checkout.Result result = checkout.run("call", "two words", "", "*", "$HOME", "--x='y'");

      assertThat(result.exit()).isZero();
      assertThat(result.err()).isEmpty();
      assertThat(result.out().lines().dropWhile(line -> !line.equals("-jar")))
          .containsExactly(
              "-jar", checkout.jar().toString(), "call", "two words", "", "*", "$HOME", "--x='y'");
    }

    @Test
    void javaReplacesTheShell() throws Exception {
      Checkout.Result result = checkout.run();

      assertThat(result.out()).startsWith("pid " + result.pid() + "\n");
    }

    @Test
    void pathOfTheLauncherIsASystemProperty() throws Exception {
      assertThat(checkout.run().out())
          .contains("\n-Djetty-mcp.launcher=" + checkout.launcher() + "\n");
    }

    @Test
    void linksToTheLauncherAreFollowed() throws Exception {
      Path first = checkout.directory().resolve("first link");
      Files.createSymbolicLink(first, Path.of("check out/of it/jetty-mcp"));
      Path second = checkout.directory().resolve("second");
      Files.createSymbolicLink(second, first);

      Checkout.Result result = Checkout.waitFor(checkout.start(second, Map.of()));

      assertThat(result.out()).contains("\n" + checkout.jar() + "\n");
      assertThat(result.out()).contains("-Djetty-mcp.launcher=" + checkout.launcher() + "\n");
    }

    @Test
    void workingDirectoryIsThatOfTheCaller() throws Exception {
      assertThat(checkout.run().out()).contains("cwd " + checkout.directory() + "\n");
    }

    @Test
    void jvmOutputGoesToStderr() throws Exception {
      assertThat(checkout.run().out().lines())
          .contains("-Xlog:disable", "-Xlog:all=error:stderr", "-XX:+DisplayVMOutputToStderr");
    }

    @Test
    void archivesInTheUsersOptionsAreOptionalBeforeJava25() throws Exception {
      assertThat(checkout.run().out().lines()).contains("-Xshare:auto");
    }

    /** Java does not start with two. */
    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JETTY_MCP_JAVA_OPTS"})
    void collectorOfTheUserReplacesOurs(String variable) throws Exception {
      Checkout.Result result = checkout.run(Map.of(variable, "-Da=b -XX:+UseParallelGC"));

      assertThat(result.out().lines())
          .contains("-XX:TieredStopAtLevel=1")
          .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void stdioIsOptimizedForAFastStart() throws Exception {
      assertThat(checkout.run("--read-only", "stdio").out().lines())
          .contains("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    @Test
    void httpIsNotOptimizedForAFastStart() throws Exception {
      assertThat(checkout.run("--read-only", "http").out().lines())
          .doesNotContain("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    @Test
    void httpUsesTheHeapOfASmallContainer() throws Exception {
      assertThat(checkout.run("http").out().lines()).contains("-XX:MaxRAM=512m");
    }

    @Test
    void httpReturnsFreeNativeMemoryWhereJavaCan() throws Exception {
      String option = "-XX:TrimNativeHeapInterval=30000";
      assertThat(checkout.run("http").out().lines()).doesNotContain(option);

      checkout.installJava("25.0.1");

      assertThat(checkout.run("http").out().lines()).contains(option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx2g", "-XX:MaxRAMPercentage=40", "-XX:MaxHeapSize=1g"})
    void heapOfTheUserReplacesOurs(String option) throws Exception {
      assertThat(checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", option), "http").out().lines())
          .contains(option)
          .noneMatch(line -> line.startsWith("-XX:MaxRAM="));
    }

    /** Java does not start if the least is above the most. */
    @Test
    void heapRatioOfTheUserReplacesOurs() throws Exception {
      Map<String, String> user = Map.of("JETTY_MCP_JAVA_OPTS", "-XX:MinHeapFreeRatio=50");

      assertThat(checkout.run(user, "http").out().lines())
          .contains("-XX:MinHeapFreeRatio=50", "-XX:MaxRAM=512m")
          .doesNotContain("-XX:MaxHeapFreeRatio=40");
    }

    /** Java does not start with one thread for several compilers. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:TieredStopAtLevel=4", "-XX:-TieredCompilation"})
    void compilersOfTheUserHaveTheirOwnThreads(String option) throws Exception {
      assertThat(checkout.run().out().lines()).contains("-XX:CICompilerCount=1");
      assertThat(checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", option)).out().lines())
          .contains(option)
          .noneMatch(line -> line.startsWith("-XX:CICompilerCount"));
    }

    @Test
    void userOptionsOverrideOurs() throws Exception {
      assertThat(checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", "-Xshare:off")).out().lines())
          .containsSubsequence("-Xshare:auto", "-Xshare:off", "-jar");
    }

    @Test
    void userOptionsAreSplitAtBlanksOnly() throws Exception {
      assertThat(checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", "-Xmx64m  -Dstar=*")).out())
          .contains("\n-Xmx64m\n-Dstar=*\n");
    }
  }

  @Nested
  class Stdout {
    @BeforeEach
    void installJava() throws IOException {
      checkout.installJava("17.0.9");
    }

    @Test
    void logOfTheUsersOptionsIsTurnedOff() throws Exception {
      assertThat(checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", "-Xlog:gc:stdout")).out().lines())
          .containsSubsequence("-Xlog:gc:stdout", "-Xlog:all=off:stdout", "-jar");
    }

    @Test
    void optionsThatJavaReadsLastAreOverridden() throws Exception {
      assertThat(checkout.run(Map.of("_JAVA_OPTIONS", "-Xlog:gc")).out())
          .contains("\nlate options -Xlog:gc -XX:+DisplayVMOutputToStderr -Xlog:all=off:stdout\n");
    }

    @ParameterizedTest
    @CsvSource({
      "--show-version, -showversion",
      "-verbose:gc, -Xlog:gc:stderr",
      "-XX:+PrintGC, -Xlog:gc:stderr",
      "-XX:+PrintGCDetails, -Xlog:gc*:stderr",
      "-agentlib:jdwp=server=y, '-agentlib:jdwp=server=y,quiet=y'",
      "-Xrunjdwp:server=y, '-Xrunjdwp:server=y,quiet=y'",
      "-agentpath:/x/libjdwp.so=server=y, '-agentpath:/x/libjdwp.so=server=y,quiet=y'"
    })
    void optionThatNothingOverridesIsReplaced(String option, String replacement) throws Exception {
      String options = "-Da=* " + option + " -Db=c";

      Checkout.Result result =
          checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", options, "JDK_JAVA_OPTIONS", options));

      assertThat(result.err()).isEmpty();
      assertThat(result.out())
          .contains("\n-Da=*\n" + replacement + "\n-Db=c\n")
          .contains("\nearly options  -Da=* " + replacement + " -Db=c\n");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "--version",
          "--full-version",
          "--help",
          "--list-modules",
          "--describe-module=java.base",
          "--show-module-resolution",
          "--validate-modules",
          "-agentlib:jdwp=help",
          "-Xinternalversion"
        })
    void optionThatOnlyPrintsIsIgnored(String option) throws Exception {
      Checkout.Result result = checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", option + " -Db=c"));

      assertThat(result.err())
          .isEqualTo(
              "jetty-mcp: ignoring the Java option " + option + ", which prints to stdout\n");
      assertThat(result.out().lines()).doesNotContain(option).contains("-Db=c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-d", "--describe-module"})
    void optionThatOnlyPrintsIsIgnoredWithItsArgument(String option) throws Exception {
      Checkout.Result result =
          checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", option + " java.base -Db=c"));

      assertThat(result.err())
          .isEqualTo(
              "jetty-mcp: ignoring the Java option " + option + ", which prints to stdout\n");
      assertThat(result.out().lines()).doesNotContain(option, "java.base").contains("-Db=c");
    }

    @Test
    void otherOptionsInVariablesAreUnchanged() throws Exception {
      assertThat(checkout.run(Map.of("JDK_JAVA_OPTIONS", "'-Da=b  c'")).out())
          .contains("\nearly options '-Da=b  c'\n");
    }
  }

  @Nested
  class Locale {
    @BeforeEach
    void installJava() throws IOException {
      checkout.installJava("17.0.9");
    }

    private void installLocale(String place) throws IOException {
      Files.createDirectories(checkout.system().resolve(place + "/LC_CTYPE"));
    }

    private void list(String names) throws IOException {
      checkout.writeExecutable(
          checkout.directory().resolve("bin/locale"),
          "#!/bin/sh\n[ \"$*\" = -a ] && printf '%s\\n' " + names + "\n");
    }

    private void assertChosen(String locale, Map<String, String> environment) throws Exception {
      Checkout.Result result = checkout.run(environment);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("\nlocale " + locale + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "en_US.UTF-8", "de_DE.ISO-8859-1", ""})
    void installedUtf8LocaleIsChosen(String named) throws Exception {
      installLocale("usr/lib/locale/C.utf8");
      list("en_US.utf8");

      assertChosen("C.utf8", Map.of("LANG", named));
      assertChosen("C.utf8", Map.of("LC_ALL", named));
      assertChosen("C.utf8", Map.of("LANG", "C.utf8", "LC_TIME", named));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "usr/lib/locale/C.UTF-8",
          "usr/share/locale/C.UTF-8",
          "usr/share/locale/en_US.UTF-8"
        })
    void localesOfOtherSystemsAreFound(String place) throws Exception {
      installLocale(place);

      assertChosen(place.substring(place.lastIndexOf('/') + 1), Map.of("LC_ALL", "C"));
    }

    @Test
    void utf8LocaleInAnArchiveIsChosen() throws Exception {
      list("C POSIX de_DE de_DE.utf8 de_DE.iso88591");

      assertChosen("de_DE.utf8", Map.of("LANG", "C"));
    }

    @Test
    void neutralLocaleInAnArchiveIsPreferred() throws Exception {
      list("C C.utf8 de_DE.utf8");

      assertChosen("C.utf8", Map.of("LANG", "de_DE.UTF-8"));
    }

    @Test
    void systemWithoutLocalesGetsTheNeutralOne() throws Exception {
      assertChosen("C.UTF-8", Map.of());
    }
  }

  @Nested
  class Paths {
    @BeforeEach
    void installJava() throws IOException {
      checkout.installArchivingJava("17.0.9");
      checkout.preventBackgroundArchives();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "line\nend",
          "last\n",
          " blank ",
          "quote\"'",
          "$(touch x)`",
          "st*r[a]?",
          "back\\slash",
          "-dash",
          "100%",
          "a!b"
        })
    void programStartsFromAPathWithAnyCharacter(String name) throws Exception {
      checkout.rename(name);

      Checkout.Result result = checkout.run();

      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("\n-jar\n" + checkout.jar() + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "bang!"})
    void pathThatJavaCannotLoadIsReported(String name) throws Exception {
      checkout.rename(name);

      Checkout.Result result = checkout.run();

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo(
              "jetty-mcp: cannot start from "
                  + checkout.root()
                  + ": Java loads no program from a path with a colon, an emoji or a ! before a"
                  + " slash; move it\n");
    }

    @Test
    void noArchiveIsMadeInAPathWithALineEnd() throws Exception {
      checkout.rename("line\nend");

      Checkout.Result result = checkout.run(Map.of("JETTY_MCP_ARCHIVE", "make"));

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).startsWith("jetty-mcp: cannot make an archive");
    }
  }

  @Nested
  class JavaSearch {
    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0.15", "21.0.2+13", "26-ea", "25.0.3"})
    void java17OrNewerIsAccepted(String version) throws Exception {
      checkout.installJava(version);

      assertThat(checkout.run().exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_402", "11.0.22", "16", "9-internal", "unknown"})
    void olderJavaIsRejected(String version) throws Exception {
      checkout.installJava(version);

      Checkout.Result result = checkout.run();

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo("jetty-mcp: cannot find Java 17 or newer: install one, or set JAVA_HOME\n");
    }

    @Test
    void missingJavaIsReported() throws Exception {
      Checkout.Result result = checkout.run();

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).contains("cannot find Java 17 or newer");
    }

    @Test
    void pickedUpOptionsMessageDoesNotHideTheVersion() throws Exception {
      checkout.installJava("17.0.9");

      assertThat(checkout.run(Map.of("JAVA_TOOL_OPTIONS", "-Dx=\"version \"8\"")).exit()).isZero();
    }

    @Test
    void javaHomePrecedesThePath() throws Exception {
      checkout.installJava("17.0.9");
      Path home = checkout.installJava(checkout.directory().resolve("my jdk"), "21.0.1");

      assertThat(checkout.run(Map.of("JAVA_HOME", home.toString())).out())
          .contains("version 21.0.1\n");
    }

    @Test
    void javaHomeWithAnOldJavaIsSkipped() throws Exception {
      checkout.installJava("17.0.9");
      Path home = checkout.installJava(checkout.directory().resolve("old"), "11.0.1");

      assertThat(checkout.run(Map.of("JAVA_HOME", home.toString())).out())
          .contains("version 17.0.9\n");
    }

    @Test
    void javaHomeWithoutAJavaIsSkipped() throws Exception {
      checkout.installJava("17.0.9");

      assertThat(checkout.run(Map.of("JAVA_HOME", checkout.directory() + "/none")).out())
          .contains("version 17.0.9\n");
    }

    @Test
    void standardDirectoriesAreSearchedAfterThePath() throws Exception {
      checkout.installJava("11.0.1");
      checkout.installJava(checkout.system().resolve("usr/lib/jvm/a-8"), "1.8.0_1");
      checkout.installJava(checkout.system().resolve("usr/lib/jvm/b-22"), "22.0.1");

      assertThat(checkout.run().out()).contains("version 22.0.1\n");
    }

    @Test
    void javaHomeCommandOfMacOsIsUsed() throws Exception {
      Path home = checkout.installJava(checkout.directory().resolve("mac"), "21.0.1");
      checkout.writeExecutable(
          checkout.system().resolve("usr/libexec/java_home"),
          """
          #!/bin/sh
          [ "$*" = '-v 17+' ] && echo 'HOME'
          """
              .replace("HOME", home.toString()));

      assertThat(checkout.run().out()).contains("version 21.0.1\n");
    }

    @Test
    void java25PrecedesThePath() throws Exception {
      checkout.installArchivingJava("17.0.9");
      checkout.installArchivingJava(checkout.system().resolve("usr/lib/jvm/z-25"), "25.0.1");

      assertThat(checkout.run(Map.of("JETTY_MCP_ARCHIVE", "off")).out())
          .contains("version 25.0.1\n");
    }

    @Test
    void javaHomePrecedesJava25() throws Exception {
      Path home = checkout.installArchivingJava("17.0.9");
      checkout.installArchivingJava(checkout.system().resolve("usr/lib/jvm/z-25"), "25.0.1");

      assertThat(
              checkout.run(Map.of("JETTY_MCP_ARCHIVE", "off", "JAVA_HOME", home.toString())).out())
          .contains("version 17.0.9\n");
    }

    @Test
    void bundledJavaPrecedesJavaHome() throws Exception {
      Path home = checkout.installArchivingJava("17.0.9");
      checkout.installArchivingJava(checkout.root().resolve("runtime"), "21.0.1");

      assertThat(
              checkout.run(Map.of("JETTY_MCP_ARCHIVE", "off", "JAVA_HOME", home.toString())).out())
          .contains("version 21.0.1\n");
    }

    @Test
    void packageOfNpmHasItsJavaNextToIt() throws Exception {
      checkout.installArchivingJava("17.0.9");
      checkout.rename("node_modules/jetty-mcp");
      installJavaNextToIt();

      assertThat(checkout.run(Map.of("JETTY_MCP_ARCHIVE", "off")).out())
          .contains("version 21.0.1\n");
    }

    @Test
    void otherDirectoriesAreNotOfThePackage() throws Exception {
      checkout.installArchivingJava("17.0.9");
      installJavaNextToIt();

      assertThat(checkout.run(Map.of("JETTY_MCP_ARCHIVE", "off")).out())
          .contains("version 17.0.9\n");
    }

    private void installJavaNextToIt() throws IOException {
      checkout.installArchivingJava(
          checkout.root().resolveSibling("jetty-mcp-linux-x64").resolve("runtime"), "21.0.1");
    }
  }
}
