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
    void userOptionsComeLast() throws Exception {
      assertThat(checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", "-Xmx64m")).out())
          .contains("\n-Xmx64m\n-jar\n");
    }

    @Test
    void userOptionsAreSplitAtBlanksOnly() throws Exception {
      assertThat(checkout.run(Map.of("JETTY_MCP_JAVA_OPTS", "-Xmx64m  -Dstar=*")).out())
          .contains("\n-Xmx64m\n-Dstar=*\n-jar\n");
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
  }
}
